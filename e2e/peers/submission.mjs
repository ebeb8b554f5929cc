// A submission as Express, pg and sm-crypto-v2 would do it: submission.mjs PORT DATABASE SCHEMA STATEMENTS.json.
// One SM2 verification, then the statements of the file, the writes in one transaction. As many workers as there are cores.

import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import express from "express";
import pg from "pg";
import smCrypto from "sm-crypto-v2";

const [port, database, schema, path] = process.argv.slice(2);
const { sm2 } = smCrypto;
const CONNECTIONS = 16;

/** The statement with numbered parameters, and their names in order. */
const positional = (statement, index) => {
  const names = [];
  const text = statement.replace(/:(n|tag)\b/g, (_, name) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  // Named, so that the server prepares it once a connection.
  return { name: `s${index}`, text, names };
};

const serve = () => {
  const statements = JSON.parse(readFileSync(path, "utf8"));
  const reads = statements.reads.map((statement, index) => positional(statement, `r${index}`));
  const writes = statements.writes.map((statement, index) => positional(statement, `w${index}`));
  const pool = new pg.Pool({ connectionString: database, max: CONNECTIONS, options: `-c search_path=${schema}` });
  const app = express();
  app.use(express.json());
  app.get("/submissions", (_, answer) => answer.status(204).end());
  app.post("/submissions", async (request, answer) => {
    const { key, message, signature } = request.body;
    const der = Buffer.from(signature, "base64").toString("hex");
    if (!sm2.doVerifySignature(message, der, key, { der: true, hash: true })) return answer.status(422).end();
    const client = await pool.connect();
    const run = ({ name, text, names }) => client.query({ name, text, values: names.map((one) => request.body[one]) });
    try {
      for (const read of reads) await run(read);
      await client.query("BEGIN");
      for (const write of writes) await run(write);
      await client.query("COMMIT");
    } finally {
      client.release();
    }
    return answer.status(204).end();
  });
  app.listen(Number(port), "127.0.0.1");
};

if (cluster.isPrimary) for (let worker = 0; worker < availableParallelism(); worker++) cluster.fork();
else serve();
