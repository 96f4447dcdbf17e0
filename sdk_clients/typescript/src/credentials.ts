/** Who calls: an API key, or a client whose access tokens are asked for, kept and renewed. */

/** What the transport needs to know of a credential. */
export interface Credentials {
  /** The text behind `Authorization: Bearer`. */
  bearer(): Promise<string>;
  /** Make another one out of place of `used`, which was refused. False where there is none to be had. */
  renew(used: string): Promise<boolean>;
}

export class ApiKey implements Credentials {
  constructor(private readonly key: string) {}

  async bearer(): Promise<string> {
    return this.key;
  }

  async renew(): Promise<boolean> {
    return false;
  }
}

/** What the token endpoint answers (RFC 6749 section 5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
}

interface Token {
  readonly text: string;
  /** By the monotonic clock, so that a clock that is set does no harm. */
  readonly staleAtMs: number;
}

const EARLY_S = 60;

/** OAuth2 client credentials. One request renews for all that wait. */
export class ClientCredentials implements Credentials {
  private token: Token | null = null;
  private renewal: Promise<Token> | null = null;

  constructor(
    private readonly ask: () => Promise<TokenAnswer>,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  async bearer(): Promise<string> {
    if (this.token !== null && this.nowMs() < this.token.staleAtMs) return this.token.text;
    return (await this.renewed()).text;
  }

  async renew(used: string): Promise<boolean> {
    if (this.token?.text === used) this.token = null;
    await this.bearer();
    return true;
  }

  private renewed(): Promise<Token> {
    this.renewal ??= this.fetched().finally(() => {
      this.renewal = null;
    });
    return this.renewal;
  }

  private async fetched(): Promise<Token> {
    const askedMs = this.nowMs();
    const { access_token: text, expires_in: lifeS } = await this.ask();
    const freshS = lifeS > EARLY_S ? lifeS - EARLY_S : lifeS / 2;
    this.token = { text, staleAtMs: askedMs + freshS * 1000 };
    return this.token;
  }
}
