import type { Schema } from "./schema";

/** A file that was read: how it was understood, and its first rows. */
export type ImportFile = Schema<"ImportsFile">;

/** How a person wants a file read: POST /imports/files/{id}/read. What is left out is guessed. */
export type ImportReading = Schema<"ImportsReading">;

/** A field that a column can be mapped to. */
export type TargetField = Schema<"ImportsFieldView">;

/** A choice about the whole import. */
export type TargetOption = Schema<"ImportsOptionView">;

/** Something that can be imported. */
export type ImportTarget = Schema<"ImportsTargetView">;

/** How often each verdict was given; together they are the rows of the file. */
export type ImportCounts = Schema<"ImportsCounts">;

/** A column that can be read in two ways. */
export type ImportQuestion = Schema<"ImportsQuestion">;

/** Which of the two files something is about. */
export type ImportPart = ImportQuestion["part"];

/** One import, from its file to its undo. */
export type Import = Schema<"ImportsImport">;

export type ImportState = Import["state"];

/** Body of beginning an import. */
export type ImportCreate = Schema<"ImportsCreateBody">;

/** Body of a change; a mapping, or formats, replace the old ones as a whole. */
export type ImportChange = Schema<"ImportsChangeBody">;

/** The verdict on one row of the file, or on a row of the second file that belongs to none. */
export type ImportRow = Schema<"ImportsImportRow">;

export type Verdict = ImportRow["verdict"];
