// Does to workbooks and documents what standard input says, with engines that are not ours.
// [{"engine", "do", "open", "save", "cells": [[sheet, address, text or number], ...]}, ...]
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const TITLE = "It's (ก)!";

const engines = {
  async exceljs(job) {
    const ExcelJS = require("exceljs");
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(job.open);
    const sheet = book.worksheets[0];
    if (job.do === "fill") for (const [name, cell, value] of job.cells) book.getWorksheet(name).getCell(cell).value = value;
    if (job.do === "rename") sheet.name = TITLE;
    if (job.do === "insert rows") sheet.insertRows(3, [[], []], "n");
    if (job.do === "values to a new workbook") {
      const fresh = new ExcelJS.Workbook();
      const target = fresh.addWorksheet("Sheet1");
      sheet.eachRow((row, y) => row.eachCell((cell, x) => {
        if (!cell.isMerged || cell.master === cell) target.getCell(y + 1, x + 1).value = cell.text;
      }));
      return fresh.xlsx.writeFile(job.save);
    }
    await book.xlsx.writeFile(job.save);
  },

  async sheetjs(job) {
    const XLSX = require("xlsx");
    const book = XLSX.readFile(job.open, { cellStyles: true, cellFormula: true });
    const first = book.SheetNames[0];
    if (job.do === "fill") {
      for (const [name, cell, value] of job.cells) {
        book.Sheets[name][cell] = typeof value === "number" ? { t: "n", v: value } : { t: "s", v: value };
      }
    }
    if (job.do === "rename") {
      book.Sheets[TITLE] = book.Sheets[first];
      delete book.Sheets[first];
      book.SheetNames[0] = TITLE;
    }
    if (job.do === "values to a new workbook") {
      const rows = XLSX.utils.sheet_to_json(book.Sheets[first], { header: 1 });
      const fresh = XLSX.utils.book_new();
      XLSX.utils.book_append_sheet(fresh, XLSX.utils.aoa_to_sheet(rows, { origin: "B3" }), "Sheet1");
      return XLSX.writeFile(fresh, job.save);
    }
    XLSX.writeFile(book, job.save, { bookType: job.save.split(".").pop() });
  },

  async "xlsx-populate"(job) {
    const populate = require("xlsx-populate");
    const book = await populate.fromFileAsync(job.open);
    if (job.do === "fill") for (const [name, cell, value] of job.cells) book.sheet(name).cell(cell).value(value);
    if (job.do === "rename") book.sheet(0).name(TITLE);
    await book.toFileAsync(job.save);
  },

  async docxtemplater(job) {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    const options = { paragraphLoop: true, linebreaks: true, delimiters: job.delimiters };
    const document = new Docxtemplater(new PizZip(readFileSync(job.open, "binary")), options);
    document.render({});
    writeFileSync(job.save, document.getZip().generate({ type: "nodebuffer" }));
  },
};

const said = [];
for (const job of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    await engines[job.engine](job);
    said.push("");
  } catch (error) {
    said.push(`${error.name}: ${error.message}`.slice(0, 200));
  }
}
process.stdout.write(JSON.stringify(said));
