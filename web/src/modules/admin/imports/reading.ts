/** The encodings that a file can be read in, by the names of the API, in the order in which people meet them. */
export const encodings = [
  "utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "iso-8859-15", "mac-roman", "ibm850", "ibm437",
  "windows-1250", "iso-8859-2", "ibm852", "windows-1253", "iso-8859-7", "windows-1251", "iso-8859-5", "koi8-r", "ibm866",
  "windows-1254", "iso-8859-9", "windows-1257", "windows-1255", "windows-1256", "windows-1258", "windows-874",
  "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr",
];

/** What can stand between two cells. */
export const delimiters = [
  { value: ",", key: "comma" },
  { value: ";", key: "semicolon" },
  { value: "\t", key: "tab" },
  { value: "|", key: "bar" },
];
