/** What can be told of a file by its name and size alone. */

/** Above this a file does not cross from page to main; the dialog hands over a handle instead. */
export const SIZE_OF_DROP = 33_554_432;

export const isMessageFile = (name: string): boolean => /\.eml$/i.test(name);
