/**
 * Settings of a server that is tested for its protocol and not for its budgets: one address opens hundreds of connections
 * within seconds, which the standard limits refuse.
 */
export const CONFORMANCE_LIMITS: Readonly<Record<string, string>> = {};
