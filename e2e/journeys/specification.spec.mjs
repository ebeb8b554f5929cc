// The open interface's document, as somebody else's implementations read it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv/dist/2020.js";

const document = JSON.parse(readFileSync(new URL("../../docs/reference/openapi.json", import.meta.url), "utf8"));

test("the document is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors, null, 2));
  assert.equal(validator.version, "3.1");
});

// Every place in the document that gives an example beside a schema.
function* examples(node, path) {
  if (node === null || typeof node !== "object") return;
  if (node.example !== undefined && node.schema?.$ref) yield { path, schema: node.schema.$ref, example: node.example };
  for (const [name, child] of Object.entries(node)) yield* examples(child, `${path}/${name}`);
}

test("every example keeps to its schema, and a schema refuses what lacks a required field", () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(document, "openapi.json");
  const found = [...examples(document, "")];
  assert.ok(found.length >= 20, `${found.length} examples`);
  for (const { path, schema, example } of found) {
    const validate = ajv.compile({ $ref: `openapi.json${schema}` });
    assert.ok(validate(example), `${path}: ${JSON.stringify(validate.errors)}`);
    const required = document.components.schemas[schema.split("/").at(-1)].required ?? [];
    for (const field of required) {
      const { [field]: _, ...lacking } = example;
      assert.ok(!validate(lacking), `${path} without ${field}`);
    }
  }
});
