/**
 * Deepest nesting of a JSON body. Python's parser stops near its recursion limit of 1,000 frames, and FastAPI then
 * answers that it could not parse the body.
 */
export const MAX_JSON_DEPTH = 990;
