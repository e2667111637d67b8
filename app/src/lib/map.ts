// The map itself: one MapLibre map with the layers that every pane has. Loaded after the page is shown, as the library is large.
import * as maplibre from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Feature, FeatureCollection } from 'geojson';
import type { Journey, Live, Measure, Pack } from './api';
import { FINENESS, paint } from './bands';

maplibre.setWorkerUrl(workerUrl);

const INK = '#18232d';
const NO_FIGURE = '#f1f1ef';
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };

export interface Camera {
  zoom: number;
  east: number;
  north: number;
}

/** A pane with a map in it. */
export class Pane {
  readonly map: maplibre.Map;
  #canvas: HTMLCanvasElement | undefined;
  #pixels: ImageData | undefined;
  #classed = 0;
  #ready: Promise<void>;

  constructor(
    container: HTMLElement,
    private readonly pack: Pack,
    camera: Camera | undefined,
    label: string,
  ) {
    const [west, south, east, north] = pack.bounds as [number, number, number, number];
    this.map = new maplibre.Map({
      container,
      style: style(pack),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 18,
      fadeDuration: 0,
      canvasContextAttributes: { preserveDrawingBuffer: false, antialias: true },
      ...(camera
        ? { center: [camera.east, camera.north] as [number, number], zoom: camera.zoom }
        : {
            bounds: [west, south, east, north] as [number, number, number, number],
            fitBoundsOptions: { padding: 12 },
          }),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right');
    this.map.addControl(new maplibre.ScaleControl({ maxWidth: 120, unit: 'metric' }), 'bottom-left');
    const canvas = this.map.getCanvas();
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${label}; the table says the same. Arrow keys move it, plus and minus zoom.`);
    this.#ready = new Promise((done) => this.map.once('load', () => done()));
    void this.#ready.then(() => this.map.addImage('hatch', hatch(), { pixelRatio: 2 }));
  }

  get ready(): Promise<void> {
    return this.#ready;
  }

  destroy(): void {
    this.map.remove();
  }

  /** Colours the neighbourhoods by class; `placeOf` says which place of the measure each belongs to. */
  async show(
    measure: Measure | undefined,
    placeOf: readonly (number | null)[],
    outlined: readonly boolean[],
  ): Promise<void> {
    await this.#ready;
    const source = 'pack';
    const count = Math.max(placeOf.length, this.#classed);
    for (let area = 0; area < count; area++) {
      const place = placeOf[area] ?? null;
      const target = { source, sourceLayer: 'areas', id: area };
      const shown = measure && place !== null ? (measure.classes[place] ?? -1) : -1;
      const unsure = measure && place !== null ? (measure.unsure[place] ?? false) : false;
      this.map.setFeatureState(target, { class: shown, unsure, outlined: outlined[area] ?? false });
    }
    this.#classed = placeOf.length;
    const colours = measure?.colours ?? [];
    const colour: unknown[] = ['match', ['coalesce', ['feature-state', 'class'], -1]];
    colours.forEach((c, at) => {
      colour.push(at, c);
    });
    colour.push(NO_FIGURE);
    const fill = colours.length > 0 ? (colour as maplibre.PropertyValueSpecification<string>) : NO_FIGURE;
    this.map.setPaintProperty('areas', 'fill-color', fill);
    this.map.setPaintProperty('points', 'circle-color', fill);
  }

  /** Draws the borders of a geography. */
  async borders(geography: string): Promise<void> {
    await this.#ready;
    for (const level of this.pack.geographies.slice(1)) {
      this.map.setLayoutProperty(`borders-${level.id}`, 'visibility', level.id === geography ? 'visible' : 'none');
    }
    this.map.setPaintProperty('edges', 'line-opacity', geography === 'area' ? 0.6 : 0.15);
  }

  /** Picks out the neighbourhoods of one place. */
  async pick(areas: readonly boolean[]): Promise<void> {
    await this.#ready;
    areas.forEach((picked, id) => {
      this.map.setFeatureState({ source: 'pack', sourceLayer: 'areas', id }, { picked });
    });
  }

  /** Takes colour from the neighbourhoods while bands are shown. */
  async bandsOnly(only: boolean): Promise<void> {
    await this.#ready;
    this.map.setPaintProperty('areas', 'fill-opacity', only ? 0 : 0.85);
    this.map.setPaintProperty('unsure', 'fill-opacity', only ? 0 : unsureOpacity());
    this.map.setPaintProperty('points', 'circle-opacity', only ? 0.2 : 1);
  }

  /** Draws travel-time bands, and returns once they have been painted. */
  async bands(live: Live, cells: readonly number[]): Promise<void> {
    await this.#ready;
    const { columns, rows } = live.grid;
    let source = this.map.getSource('bands') as maplibre.CanvasSource | undefined;
    if (!this.#canvas || !source) {
      this.#canvas = document.createElement('canvas');
      this.#canvas.width = columns * FINENESS;
      this.#canvas.height = rows * FINENESS;
      this.#pixels = new ImageData(this.#canvas.width, this.#canvas.height);
      const corners = live.grid.corners as [[number, number], [number, number], [number, number], [number, number]];
      this.map.addSource('bands', { type: 'canvas', canvas: this.#canvas, coordinates: corners, animate: false });
      this.map.addLayer(
        { id: 'bands', type: 'raster', source: 'bands', paint: { 'raster-fade-duration': 0 } },
        'edges',
      );
      source = this.map.getSource('bands') as maplibre.CanvasSource;
    }
    const pixels = this.#pixels as ImageData;
    if (cells.length === 0) pixels.data.fill(0);
    else paint(cells, columns, rows, live.bands_minutes, pixels.data);
    this.#canvas.getContext('2d')?.putImageData(pixels, 0, 0);
    // Pausing copies the canvas to the map once; it is not copied with every frame.
    source.play();
    source.pause();
    const painted = new Promise<void>((done) => this.map.once('render', () => done()));
    this.map.triggerRepaint();
    await painted;
  }

  async noBands(): Promise<void> {
    await this.#ready;
    if (this.map.getLayer('bands')) this.map.removeLayer('bands');
    if (this.map.getSource('bands')) this.map.removeSource('bands');
    this.#canvas = undefined;
  }

  /** Draws the way of a journey. */
  async way(journey: Journey | undefined): Promise<void> {
    await this.#ready;
    const features = (journey?.legs ?? []).map(
      (leg): Feature => ({
        type: 'Feature',
        properties: { kind: leg.kind },
        geometry: { type: 'LineString', coordinates: leg.line },
      }),
    );
    const source = this.map.getSource('way') as maplibre.GeoJSONSource | undefined;
    source?.setData(features.length > 0 ? { type: 'FeatureCollection', features } : NOTHING);
  }

  /** A point that can be dragged; `moved` hears every step. */
  marker(
    at: [number, number],
    label: string,
    moved: (lon: number, lat: number, done: boolean) => void,
  ): maplibre.Marker {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'live-point';
    const marker = new maplibre.Marker({ element: button, draggable: true }).setLngLat(at).addTo(this.map);
    // The library names its markers; the name comes after it has.
    button.setAttribute('aria-label', label);
    button.setAttribute('role', 'button');
    const tell = (done: boolean) => {
      const { lng, lat } = marker.getLngLat();
      moved(lng, lat, done);
    };
    marker.on('drag', () => tell(false));
    marker.on('dragend', () => tell(true));
    button.addEventListener('keydown', (event) => {
      const step = event.shiftKey ? 60 : 12;
      const by: Record<string, [number, number]> = {
        ArrowLeft: [-step, 0],
        ArrowRight: [step, 0],
        ArrowUp: [0, -step],
        ArrowDown: [0, step],
      };
      const move = by[event.key];
      if (!move) return;
      event.preventDefault();
      event.stopPropagation();
      const from = this.map.project(marker.getLngLat());
      marker.setLngLat(this.map.unproject([from.x + move[0], from.y + move[1]]));
      tell(true);
    });
    return marker;
  }

  /** The neighbourhood under a pixel of the pane. */
  areaAt(point: maplibre.PointLike): number | undefined {
    const found = this.map.queryRenderedFeatures(point, { layers: ['areas', 'points'] })[0];
    return typeof found?.id === 'number' ? found.id : undefined;
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { zoom: this.map.getZoom(), east: lng, north: lat };
  }
}

/** Slanted lines over what is not certain. */
function hatch(): ImageData {
  const size = 16;
  const image = new ImageData(size, size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const across = (x + y) % 8;
      const to = (y * size + x) * 4;
      const [shade, opacity] = across < 2 ? [24, 215] : across < 4 ? [255, 190] : [0, 0];
      image.data.set([shade, shade, shade, opacity], to);
    }
  }
  return image;
}

function unsureOpacity(): maplibre.DataDrivenPropertyValueSpecification<number> {
  return ['case', ['boolean', ['feature-state', 'unsure'], false], 0.75, 0];
}

function when(state: string): maplibre.DataDrivenPropertyValueSpecification<number> {
  return ['case', ['boolean', ['feature-state', state], false], 1, 0];
}

function style(pack: Pack): maplibre.StyleSpecification {
  const tiles = new URL('/', location.href).href.replace(/\/$/, '') + pack.tiles;
  const polygons: maplibre.FilterSpecification = ['==', ['geometry-type'], 'Polygon'];
  const line = (id: string, state: string, colour: string, width: number): maplibre.LayerSpecification => ({
    id,
    type: 'line',
    source: 'pack',
    'source-layer': 'areas',
    filter: polygons,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': width, 'line-opacity': when(state) },
  });
  const borders = pack.geographies.slice(1).map(
    (level): maplibre.LayerSpecification => ({
      id: `borders-${level.id}`,
      type: 'line',
      source: 'pack',
      'source-layer': `borders-${level.id}`,
      layout: { visibility: 'none', 'line-join': 'round' },
      paint: { 'line-color': '#48545f', 'line-width': 1.2 },
    }),
  );
  return {
    version: 8,
    sources: {
      pack: { type: 'vector', tiles: [tiles], minzoom: 0, maxzoom: pack.deepest_zoom },
      way: { type: 'geojson', data: NOTHING },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#fbfbfa' } },
      {
        id: 'areas',
        type: 'fill',
        source: 'pack',
        'source-layer': 'areas',
        filter: polygons,
        paint: { 'fill-color': NO_FIGURE, 'fill-opacity': 0.85 },
      },
      {
        id: 'unsure',
        type: 'fill',
        source: 'pack',
        'source-layer': 'areas',
        filter: polygons,
        paint: { 'fill-pattern': 'hatch', 'fill-opacity': unsureOpacity() },
      },
      {
        id: 'points',
        type: 'circle',
        source: 'pack',
        'source-layer': 'areas',
        filter: ['==', ['geometry-type'], 'Point'],
        paint: { 'circle-color': NO_FIGURE, 'circle-radius': 5, 'circle-stroke-color': INK, 'circle-stroke-width': 1 },
      },
      {
        id: 'edges',
        type: 'line',
        source: 'pack',
        'source-layer': 'areas',
        filter: polygons,
        paint: { 'line-color': '#ffffff', 'line-width': 0.7, 'line-opacity': 0.6 },
      },
      {
        id: 'streets',
        type: 'line',
        source: 'pack',
        'source-layer': 'streets',
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': '#48545f',
          'line-opacity': ['match', ['get', 'width'], 0, 0.55, 1, 0.35, 0.25],
          'line-width': [
            'interpolate',
            ['exponential', 1.6],
            ['zoom'],
            9,
            ['match', ['get', 'width'], 0, 0.6, 1, 0.3, 0.2],
            15,
            ['match', ['get', 'width'], 0, 4, 1, 2, 1],
          ],
        },
      },
      ...borders,
      line('outlined-halo', 'outlined', '#ffffff', 4),
      line('outlined', 'outlined', INK, 2),
      line('picked-halo', 'picked', '#ffffff', 7),
      line('picked', 'picked', '#b3006b', 3.5),
      {
        id: 'way-halo',
        type: 'line',
        source: 'way',
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': '#ffffff', 'line-width': 7 },
      },
      {
        id: 'way',
        type: 'line',
        source: 'way',
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': ['match', ['get', 'kind'], 'ride', '#b3006b', INK],
          'line-width': ['match', ['get', 'kind'], 'ride', 4, 2.5],
        },
      },
    ],
  };
}
