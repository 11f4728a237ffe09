/** Which way a measure moves when the model gets worse. */
export type Worse = 'lower' | 'higher';
