// Draws pages with MuPDF. Standard input: [{"open", "save", "page", "scale"}, ...]; pages count from 0.
// {"open", "text"}: takes the text out instead, a form feed after each page.
import { readFileSync, writeFileSync } from "node:fs";
import * as mupdf from "mupdf";

for (const job of JSON.parse(readFileSync(0, "utf8"))) {
  if (job.text) {
    const file = mupdf.Document.openDocument(readFileSync(job.open), "application/pdf");
    const pages = Array.from({ length: file.countPages() }, (_, n) => file.loadPage(n).toStructuredText().asText());
    writeFileSync(job.text, pages.map((text) => `${text}\f`).join(""));
    continue;
  }
  const page = mupdf.Document.openDocument(readFileSync(job.open), "application/pdf").loadPage(job.page);
  const picture = page.toPixmap(mupdf.Matrix.scale(job.scale, job.scale), mupdf.ColorSpace.DeviceGray, false, true);
  writeFileSync(job.save, picture.asPNG());
}
