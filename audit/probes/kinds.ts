/** Files that are read for facts. Kept apart from the readers, so that listing a tree does not load a compiler. */
export const sourceFile = /\.([cm]?[jt]sx?|pyi?)$/;
export const pythonFile = /\.pyi?$/;
