/** Why SDKs fail a requirement, by case and requirement, from their sources. */
export const reasons: Readonly<Record<string, string>> = {
  'process.refusal/reaches-the-caller ERR-44':
    'process() rejects with a sentence alone; only the errors of queue, files and tokens carry the status as a number.',
  'queue.poll/follows-a-job-to-its-end QUE-60':
    'The SDKs wait 0.5 s, then 1.5 s between polls; the documentation asks for two seconds.',
  'media.reference/picture MED-41':
    'Pictures take a reference image since 0.0.58; earlier versions drop the unknown field without an error.',
  'media.reference/video MED-41':
    'lucy-pro-v2v takes a reference image since 0.0.34; earlier versions drop it without an error.',
  'models.names/served MOD-44':
    'The list of models is compiled in: names retired after the release are still accepted, sent, and answered with 410.',
  'realtime.queue/waits-beyond-the-handshake TIM-43':
    'The 15 s timeout for the room info keeps running while the client queues: a queue_position does not stop it, and each new attempt joins the queue again.',
};
