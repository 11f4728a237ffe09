const FUNCTION_NAME = /^(?:[a-z]+[A-Z]\w*|decided|dlr|gradient|margin): /;

/** A message without the function that refused, with which those of the code begin and which says nothing to a person. */
export function withoutFunctionName(message: string): string {
  return message.replace(FUNCTION_NAME, '');
}
