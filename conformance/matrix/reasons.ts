/** Why SDKs fall short, by case and requirement: what their sources say. */
export const reasons: Readonly<Record<string, string>> = {
  'process.refusal/reaches-the-caller ERR-44':
    'process() rejects with a sentence alone; only the errors of queue, files and tokens carry the status as a number.',
  'queue.poll/follows-a-job-to-its-end QUE-60':
    'The SDKs wait 0.5 s, then 1.5 s between polls; the documentation asks for two seconds.',
  'media.reference/picture MED-41':
    'Pictures take a reference image since 0.0.58; before, the input schema drops what it does not know without a word.',
  'media.reference/video MED-41':
    'lucy-pro-v2v takes a reference image since 0.0.34; before, the input schema drops it without a word.',
  'models.names/served MOD-44':
    'The list of models is compiled in: names that were retired after the release are still taken, sent, and answered by 410.',
  'realtime.queue/waits-beyond-the-handshake TIM-43':
    'The 15 seconds for the room info run on while the client queues: a queue_position does not stop them, and each new attempt asks for a place anew.',
};
