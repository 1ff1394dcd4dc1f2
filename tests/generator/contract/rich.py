"""A contract that uses all that a contract may say."""

from __future__ import annotations

from typing import Any

STAMP = {"type": "string", "format": "date-time", "examples": ["2026-12-01T00:00:00Z"]}

RICH: dict[str, Any] = {
    "list_query.schema.json": {
        "title": "ListQuery",
        "description": "Which parcels are listed.",
        "type": "object",
        "additionalProperties": False,
        "required": ["since"],
        "properties": {
            "since": STAMP,
            "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
            "weight": {"type": "number", "exclusiveMinimum": 0},
            "open": {"type": "boolean"},
            "tag": {"type": "array", "items": {"type": "string", "minLength": 1}, "maxItems": 3, "default": []},
            "floor": {"type": "array", "items": {"type": "integer"}},
            "from": {"enum": ["north", "south"]},
            "day": {"type": "string", "format": "date"},
        },
    },
    "headers.schema.json": {
        "title": "DepotHeaders",
        "type": "object",
        "required": ["Depot"],
        "properties": {
            "Depot": {"type": "string", "pattern": "^[a-z]+$", "description": "Whose parcels."},
            "Trace-Depth": {"type": "integer", "minimum": 0},
        },
    },
    "path.schema.json": {
        "title": "ParcelPath",
        "type": "object",
        "required": ["parcel_id", "part"],
        "properties": {
            "parcel_id": {"type": "string", "format": "uuid"},
            "part": {"type": "integer", "minimum": 1},
        },
    },
    "parcel.schema.json": {
        "title": "Parcel",
        "description": "Something on its way.",
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "sent", "state", "note", "places"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "sent": STAMP,
            "state": {"$ref": "#/$defs/State"},
            "note": {"type": ["string", "null"], "maxLength": 20},
            "places": {"type": "array", "items": {"$ref": "place.schema.json"}, "minItems": 1, "maxItems": 4},
            "owner": {"$ref": "place.schema.json#/$defs/person", "description": "Who gets it."},
            "last": {"anyOf": [{"$ref": "place.schema.json"}, {"type": "null"}]},
            "cargo": {"oneOf": [{"$ref": "#/$defs/Letter"}, {"$ref": "#/$defs/Box"}]},
            "extra": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
            "free": {"type": "object"},
            "inside": {"type": "array", "items": {"$ref": "#"}},
            "size": {
                "type": "object",
                "additionalProperties": False,
                "required": ["width"],
                "properties": {"width": {"type": "number", "minimum": 0}, "class": {"type": "string"}},
            },
            "grid": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}, "maxItems": 2}},
            "either": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "integer", "minimum": 3}]},
            "mail": {"type": "string", "format": "email", "maxLength": 30},
            "link": {"type": "string", "format": "uri"},
            "mode": {"type": ["string", "null"], "enum": ["slow", "fast", None]},
            "even": {"type": "integer", "multipleOf": 2, "default": 4},
            "str": {"type": "string"},
            "list": {"type": "array", "items": {"type": "string"}},
            "camelCase": {"type": "string"},
            "copy": {"type": "boolean", "default": False, "deprecated": True},
        },
        "$defs": {
            "State": {"type": "string", "enum": ["here", "gone"], "description": "Where it is."},
            "Letter": {
                "type": "object",
                "additionalProperties": False,
                "required": ["kind"],
                "properties": {"kind": {"const": "letter"}, "pages": {"type": "integer"}},
            },
            "Box": {
                "type": "object",
                "additionalProperties": False,
                "required": ["kind", "litres"],
                "properties": {"kind": {"const": "box"}, "litres": {"type": "number"}},
            },
        },
    },
    "place.schema.json": {
        "title": "Place",
        "type": "object",
        "required": ["day"],
        "properties": {
            "day": {"type": "string", "format": "date"},
            "people": {"type": "array", "items": {"$ref": "#/$defs/person"}},
        },
        "$defs": {
            "person": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 5}, "phone": {"type": "string"}},
            }
        },
    },
    "new_parcel.schema.json": {
        "title": "NewParcel",
        "type": "object",
        "additionalProperties": False,
        "required": ["weight"],
        "properties": {
            "weight": {"type": "number", "minimum": 0, "maximum": 1000},
            "note": {"type": "string", "maxLength": 10},
            "to": {"$ref": "place.schema.json#/$defs/person"},
        },
    },
    "page.schema.json": {
        "title": "Page",
        "type": "object",
        "required": ["parcels", "next"],
        "properties": {
            "parcels": {"type": "array", "items": {"$ref": "parcel.schema.json"}},
            "next": {"type": ["string", "null"]},
        },
    },
}

OPERATIONS = """\
    - id: get_part
      method: GET
      path: /v1/parcels/{parcel_id}/{part}
      summary: Follow one part
      parameters: {path: path.schema.json, headers: headers.schema.json}
      response: parcel.schema.json
      errors: [404, 422]
    - id: list_parcels
      method: GET
      path: /v1/parcels
      summary: List parcels
      description: Earliest first.
      parameters: {query: list_query.schema.json, headers: headers.schema.json}
      response: page.schema.json
      errors: [422]
    - id: send_parcel
      method: POST
      path: /v1/parcels
      summary: Send a parcel
      body: new_parcel.schema.json
      response: parcel.schema.json
      status: 201
      errors: [409, 422, 503]
    - id: drop_part
      method: DELETE
      path: /v1/parcels/{parcel_id}/{part}
      summary: Drop one part
      parameters: {path: path.schema.json}
      response: null
      errors: [422]
    - id: count_parcels
      method: GET
      path: /v1/parcels/all/count
      summary: Count
      response: place.schema.json"""
