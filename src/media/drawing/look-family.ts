/** What a model does to a picture. `transform` draws each in its own way. */
export type LookFamily = 'edit' | 'restyle' | 'try-on' | 'motion';
