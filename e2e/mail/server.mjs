// Another mail server than ours (Nodemailer's smtp-server), with the manners of the world's, read by another MIME reader (mailparser). Says its port, then
// each mail it has, a line of JSON each.
//   node server.mjs --manner plain|greylist|refuse|silent|clear --certificate FILE --key FILE
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const { values } = parseArgs({ options: { manner: { type: "string" }, certificate: { type: "string" }, key: { type: "string" } } });
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const refusal = (responseCode, message) => Object.assign(new Error(message), { responseCode });
let asked = 0;

const server = new SMTPServer({
  key: readFileSync(values.key),
  cert: readFileSync(values.certificate),
  authOptional: true,
  hideSTARTTLS: values.manner === "clear",
  disabledCommands: values.manner === "clear" ? ["AUTH", "STARTTLS"] : ["AUTH"],
  // An old server: neither eight bits nor addresses beyond ASCII.
  hideSMTPUTF8: true,
  hide8BITMIME: true,
  onRcptTo(address, session, done) {
    asked += 1;
    if (values.manner === "greylist" && asked === 1) return done(refusal(451, `4.7.1 ${address.address}: come again`));
    if (values.manner === "refuse") return done(refusal(550, `5.1.1 no letter box ${address.address}`));
    return done();
  },
  async onData(stream, session, done) {
    const mail = await simpleParser(stream);
    say({
      secure: session.secure,
      subject: mail.subject,
      from: mail.from.value,
      to: mail.to.value,
      text: mail.text,
      html: mail.html,
      messageId: mail.messageId,
      date: mail.date.toISOString(),
      auto: mail.headers.get("auto-submitted"),
    });
    // One that never says whether it has it.
    if (values.manner !== "silent") done();
  },
});
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => say({ port: server.server.address().port }));
