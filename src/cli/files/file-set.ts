/** Files by their path below a folder (with `/`, in no particular order) and their text. */
export type FileSet = ReadonlyMap<string, string>;
