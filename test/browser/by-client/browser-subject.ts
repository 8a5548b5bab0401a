import type { RunningMock } from '../../../src/index.js';
import type { PageLibrary, TestPage } from '../with-page.js';
import { addCamera, paintedCamera, prepare, read, removeCamera, start, type PageGlobals } from './in-page.js';
import type { ScenarioId } from './scenario-ids.js';
import type { ClientName, ConnectRequest, Story, Subject } from './subject.js';

/** The libraries of the page, by client. */
export const libraryOf = {
  '0.0.46': 'sdk-0.0.46',
  '0.1.20': 'sdk-0.1.20',
  '0.2 rules': 'rules-0.2',
} as const satisfies Partial<Record<ClientName, PageLibrary>>;

/** An SDK in a page of Chromium. */
export class BrowserSubject implements Subject {
  readonly #keys = new Map<ScenarioId, string>();
  readonly removeCamera?: (scenario: ScenarioId) => Promise<void>;

  private constructor(
    readonly name: keyof typeof libraryOf,
    private readonly mock: RunningMock,
    private readonly test: TestPage,
    private readonly knownModel: string,
  ) {
    // SDK 0.0.46 has no way to take a track away.
    if (name !== '0.0.46') this.removeCamera = (scenario) => test.page.evaluate(removeCamera, scenario);
  }

  static async in(
    test: TestPage,
    name: keyof typeof libraryOf,
    mock: RunningMock,
    knownModel: string,
  ): Promise<BrowserSubject> {
    await test.page.evaluate(`window.paintedCamera = ${paintedCamera.toString()}`);
    await test.page.evaluate(prepare);
    return new BrowserSubject(name, mock, test, knownModel);
  }

  async connect(request: ConnectRequest): Promise<void> {
    this.#keys.set(request.scenario, request.key);
    const { url: baseUrl, realtimeUrl: realtimeBaseUrl } = this.mock;
    await this.test.page.evaluate(start, {
      ...request,
      baseUrl,
      realtimeBaseUrl,
      knownModel: this.knownModel,
    });
  }

  story(scenario: ScenarioId): Promise<Story> {
    return this.test.page.evaluate(read, [scenario, this.#keys.get(scenario) ?? ''] as const);
  }

  async setPrompt(scenario: ScenarioId, prompt: string): Promise<void> {
    await this.test.page.evaluate(
      ([scenario, prompt]) =>
        (window as unknown as PageGlobals).plays[scenario]?.session?.setPrompt(prompt, { enhance: false }),
      [scenario, prompt] as const,
    );
  }

  async stopCamera(scenario: ScenarioId): Promise<void> {
    await this.test.page.evaluate(
      (scenario) =>
        (window as unknown as PageGlobals).plays[scenario]?.stream
          ?.getTracks()
          .forEach((track) => track.stop()),
      scenario,
    );
  }

  async addCamera(scenario: ScenarioId): Promise<void> {
    await this.test.page.evaluate(addCamera, scenario);
  }

  /** Cuts the page's LiveKit socket: where the server does not let it resume, livekit-client leaves and joins again. */
  async rejoinRoom(scenario: ScenarioId): Promise<void> {
    await this.test.page.evaluate((scenario) => {
      const { sockets, plays } = window as unknown as PageGlobals;
      const sessionId = plays[scenario]?.session?.sessionId ?? '';
      const roomOf = (url: string): string => {
        const claims = new URL(url).searchParams.get('access_token')?.split('.')[1];
        return claims === undefined
          ? ''
          : (
              JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as {
                video: { room: string };
              }
            ).video.room;
      };
      const open = sockets.filter(
        ({ url, readyState }) => readyState === WebSocket.OPEN && roomOf(url).endsWith(sessionId),
      );
      if (open.length !== 1) throw new Error(`${scenario} has ${open.length} LiveKit sockets, not one.`);
      open[0]?.close();
    }, scenario);
  }

  async disconnect(scenario: ScenarioId): Promise<void> {
    await this.test.page.evaluate(
      (scenario) => (window as unknown as PageGlobals).plays[scenario]?.session?.disconnect(),
      scenario,
    );
  }
}
