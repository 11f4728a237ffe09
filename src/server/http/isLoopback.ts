/** Whether an address to listen at is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Whether a request asked for this machine by one of its own names. A page elsewhere that has its own name resolved to
 * 127.0.0.1 (DNS rebinding) asks for that name.
 *
 * @param header the request's `Host`, with or without a port
 */
export function namesLoopback(header: string | undefined): boolean {
  const name = /^(?:\[(.+)\]|([^:]*))(?::\d*)?$/.exec(header?.toLowerCase() ?? '');
  return name !== null && isLoopback(name[1] ?? name[2]);
}
