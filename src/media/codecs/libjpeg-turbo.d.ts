declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs' {
  const create: unknown;
  export default create;
}
