//! The addresses and, made from the same list, what describes them: `openapi.json`.

use axum::Router;
use axum::handler::Handler;
use axum::routing;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::fault::FaultBody;
use super::routes::Shared;

/// Addresses with their description.
pub(super) struct Described {
    router: Router<Shared>,
    paths: Map<String, Value>,
    schemas: SchemaGenerator,
}

/// A question without parts.
#[derive(serde::Deserialize, JsonSchema)]
pub(super) struct Nothing {}

impl Described {
    pub fn new() -> Self {
        let mut settings = SchemaSettings::draft2020_12();
        settings.definitions_path = "/components/schemas".into();
        Self { router: Router::new(), paths: Map::new(), schemas: settings.into_generator() }
    }

    /// An address that answers with JSON. `Q` are the parts of the question, `A` the answer.
    pub fn get<Q: JsonSchema, A: JsonSchema, T: 'static>(
        self,
        path: &str,
        name: &str,
        summary: &str,
        handler: impl Handler<T, Shared>,
    ) -> Self {
        let mut this = self;
        let answer = this.schemas.subschema_for::<A>();
        this.describe::<Q>("get", path, name, summary, ("application/json", answer.into()));
        this.router = this.router.route(path, routing::get(handler));
        this
    }

    /// An address that answers with a file of another kind.
    pub fn file<Q: JsonSchema, T: 'static>(
        self,
        path: &str,
        name: &str,
        summary: &str,
        kind: &str,
        handler: impl Handler<T, Shared>,
    ) -> Self {
        let mut this = self;
        this.describe::<Q>("get", path, name, summary, (kind, json!({ "type": "string", "format": "binary" })));
        this.router = this.router.route(path, routing::get(handler));
        this
    }

    /// An address that takes `Q` as JSON and answers with a stream of events, each of which holds an `A`.
    pub fn events<Q: JsonSchema, A: JsonSchema, T: 'static>(
        self,
        path: &str,
        name: &str,
        summary: &str,
        handler: impl Handler<T, Shared>,
    ) -> Self {
        let mut this = self;
        let answer = this.schemas.subschema_for::<A>();
        let question = this.schemas.subschema_for::<Q>();
        this.describe::<Nothing>("post", path, name, summary, ("text/event-stream", answer.into()));
        this.paths[path]["post"]["requestBody"] =
            json!({ "required": true, "content": { "application/json": { "schema": question } } });
        this.router = this.router.route(path, routing::post(handler));
        this
    }

    fn describe<Q: JsonSchema>(
        &mut self,
        method: &str,
        path: &str,
        name: &str,
        summary: &str,
        (kind, answer): (&str, Value),
    ) {
        let mut parameters: Vec<Value> = path_parts(path)
            .map(|part| json!({ "name": part, "in": "path", "required": true, "schema": { "type": "string" } }))
            .collect();
        parameters.extend(query_parts(&Q::json_schema(&mut self.schemas)));
        let fault = self.schemas.subschema_for::<FaultBody>();
        self.paths.insert(
            path.to_owned(),
            json!({ method: {
                "operationId": name,
                "summary": summary,
                "parameters": parameters,
                "responses": {
                    "200": { "description": "The answer", "content": { kind: { "schema": answer } } },
                    "default": { "description": "What is wrong, and what to do", "content": { "application/json": { "schema": fault } } },
                },
            } }),
        );
    }

    /// The addresses, and their description.
    pub fn finish(mut self) -> (Router<Shared>, Value) {
        let schemas = self.schemas.take_definitions(true);
        let described = json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Lynchpin's map",
                "description": "What the map asks of `lynchpin serve`. It may change with any version: for results to build on, take the files of `lynchpin run`.",
                "version": env!("CARGO_PKG_VERSION"),
                "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            },
            "paths": self.paths,
            "components": { "schemas": schemas },
        });
        (self.router, described)
    }
}

/// Names between braces.
fn path_parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn query_parts(schema: &Schema) -> Vec<Value> {
    let schema = schema.as_value();
    let required: Vec<&str> =
        schema["required"].as_array().map_or_else(Vec::new, |r| r.iter().filter_map(Value::as_str).collect());
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    let part = |(name, schema): (&String, &Value)| {
        let mut schema = schema.clone();
        let description = schema.as_object_mut().and_then(|s| s.remove("description"));
        json!({
            "name": name,
            "in": "query",
            "required": required.contains(&name.as_str()),
            "description": description,
            "schema": schema,
        })
    };
    properties.iter().map(part).collect()
}
