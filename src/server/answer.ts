/** What a request gets; `sendAnswer` sends it. */
export type Answer =
  | { readonly html: string; readonly status?: number }
  | { readonly error: string; readonly status: number }
  | { readonly redirect: string }
  | { readonly file: string; readonly policy: FilePolicy }
  /** A stream of events, one each time that the fingerprint is another one than was seen. */
  | { readonly fingerprint: () => Promise<string> };

/** `page`: a part of the page that comes with Passband. `result`: a file of a result's folder, which anyone may have made. */
export type FilePolicy = 'page' | 'result';

export const notFound: Answer = { error: 'There is nothing here.', status: 404 };
