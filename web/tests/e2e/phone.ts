import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  devices,
  type BrowserContext,
  type BrowserContextOptions,
  type BrowserType,
  type LaunchOptions,
  type Page,
} from '@playwright/test';

/** A phone 390×844, or another device, whose browser keeps its profile on disk, so that it can be killed and opened again. */
export class Phone {
  readonly #browser: BrowserType;
  readonly #launch: LaunchOptions;
  readonly #origin: string;
  readonly #device: BrowserContextOptions;
  readonly #profile = mkdtempSync(join(tmpdir(), 'komod-phone-'));
  #context: BrowserContext | null = null;

  constructor(
    browser: BrowserType,
    launch: LaunchOptions,
    origin: string,
    device: BrowserContextOptions = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } },
  ) {
    this.#browser = browser;
    this.#launch = launch;
    this.#origin = origin;
    this.#device = device;
  }

  async open({ offline = false, locale = 'en-US' } = {}): Promise<Page> {
    const context = await this.#browser.launchPersistentContext(this.#profile, {
      ...this.#launch,
      ...this.#device,
      baseURL: this.#origin,
      deviceScaleFactor: 1,
      locale,
      timezoneId: 'UTC',
      offline,
    });
    this.#context = context;
    return context.pages()[0] ?? context.newPage();
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.#context?.setOffline(offline);
  }

  /** SIGKILL to every process of the browser: nothing gets to say goodbye. */
  async kill(): Promise<void> {
    const context = this.#context;
    this.#context = null;
    const gone = context ? new Promise<void>((resolve) => context.once('close', () => resolve())) : null;
    for (const pid of this.#processes()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        // A child that ended with its parent.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
    await gone;
  }

  /** Closed as people close it: the browser gets to write its cookies down, which it does only now and then. */
  async putAway(): Promise<void> {
    await this.#context?.close();
    this.#context = null;
  }

  async close(): Promise<void> {
    await this.putAway();
    rmSync(this.#profile, { recursive: true, force: true });
  }

  #processes(): number[] {
    const list = execFileSync('ps', ['-axo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 1 << 24 });
    return list
      .split('\n')
      .filter((line) => line.includes(`--user-data-dir=${this.#profile}`))
      .map((line) => Number.parseInt(line, 10));
  }
}
