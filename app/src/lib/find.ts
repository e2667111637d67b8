// Finding places by name or code.
import type { Places } from './api';

export interface Found {
  code: string;
  name: string;
  geography: string;
}

const plain = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

/** The best few places for what was typed: codes and beginnings of names first, then words within names. */
export function find(typed: string, all: readonly Places[], most = 12): Found[] {
  const asked = plain(typed.trim());
  if (asked.length < 2) return [];
  const ranked: { found: Found; rank: number }[] = [];
  all.forEach((places, level) => {
    places.codes.forEach((code, at) => {
      const name = places.names[at] ?? code;
      const [low, lowCode] = [plain(name), code.toLowerCase()];
      let rank = -1;
      if (lowCode === asked || low === asked) rank = 0;
      else if (low.startsWith(asked)) rank = 1;
      else if (lowCode.startsWith(asked)) rank = 2;
      else if (low.includes(` ${asked}`)) rank = 3;
      else if (low.includes(asked)) rank = 4;
      if (rank >= 0) ranked.push({ found: { code, name, geography: places.geography }, rank: rank * 10 + level });
    });
  });
  ranked.sort((a, b) => a.rank - b.rank || a.found.name.localeCompare(b.found.name, 'en-GB'));
  return ranked.slice(0, most).map((r) => r.found);
}
