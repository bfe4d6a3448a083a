"""What the OpenAPI schema says of errors, and its shapes in short for the readable page."""

from typing import Any

TEXT = {"type": "string"}
FIELD_ERROR = {"type": "object", "properties": {"field": TEXT, "detail": TEXT}, "required": ["field", "detail"]}
PROBLEM = {
    "type": "object",
    "description": (
        "What went wrong (RFC 9457); `request_id` is the number to quote for an error on our side. If an outdated "
        "version was sent: `current` is the current state; `yours`, `others` and `both` name the fields changed "
        "since that version only by the caller, only by others, and by both: only these need a decision. "
        "If the activity has been merged into another: `merged_into` is the id of that one."
    ),
    "properties": dict.fromkeys(("type", "title", "detail", "instance", "request_id"), TEXT)
    | {
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": FIELD_ERROR},
        "current": {"type": "object", "additionalProperties": True},
        "merged_into": {"type": "string", "format": "uuid"},
    }
    | {key: {"type": "array", "items": TEXT} for key in ("yours", "others", "both")},
    "required": ["type", "title", "status", "detail", "instance"],
}


MAY_BE_MERGED = ("/activities/{id}/", "/claims/{id}/")
MOVED = {
    "description": (
        "This activity was recorded twice and has been merged into another one, whose address is in `Location`; a program "
        "that does not follow it finds the id in `merged_into`. Requests that write are answered with 409 and the same "
        "`merged_into`. A merge can be undone, so do not store the redirect."
    ),
    "headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}},
}


def add_problems(result: dict, **_more) -> dict:
    """A hook of drf-spectacular's: whatever an operation refuses, it answers with a problem."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for route, operations in result["paths"].items():
        for method, operation in operations.items():
            if method == "get" and route.endswith(MAY_BE_MERGED):
                operation["responses"]["301"] = MOVED | {"content": {"application/problem+json": reference}}
            answer = {"description": "A problem", "content": {"application/problem+json": reference}}
            operation["responses"]["default"] = answer
    return result


def shapes(operation: dict, schema: dict) -> dict[str, list[tuple[str, str]]]:
    """`{"sends": [("title", "string")], "answers": [...]}`: the fields of its body, and of what comes back."""
    success: dict[str, Any] = next(
        (answer for code, answer in operation["responses"].items() if code.startswith("2")), {}
    )
    return {
        name: fields(part.get("content", {}).get("application/json", {}).get("schema", {}), schema)
        for name, part in (("sends", operation.get("requestBody", {})), ("answers", success))
    }


def fields(part: dict, schema: dict) -> list[tuple[str, str]]:
    return [(name, kind(field, schema)) for name, field in resolved(part, schema).get("properties", {}).items()]


def resolved(part: dict, schema: dict) -> dict:
    """The schema itself where `part` only names it."""
    reference = part.get("$ref") or next((one["$ref"] for one in part.get("allOf", []) if "$ref" in one), "")
    return schema["components"]["schemas"][reference.rpartition("/")[2]] if reference else part


def kind(field: dict, schema: dict) -> str:
    """`uuid`, `a | b`, `[{indicator, unit, achieved_on}]`: what a field holds, in short."""
    whole = resolved(field, schema)
    if "enum" in whole:
        return " | ".join(str(value) for value in whole["enum"])
    if whole.get("type") == "array":
        return f"[{kind(whole['items'], schema)}]"
    if whole.get("properties"):
        return "{" + ", ".join(whole["properties"]) + "}"
    types = whole.get("type", "string")
    return whole.get("format") or (types if isinstance(types, str) else " | ".join(types))
