import { once } from 'node:events';
import * as http from 'node:http';
import { AddressInfo } from 'node:net';
import { eventually } from './eventually';

interface Message {
  readonly body: string;
  /** By `performance.now()`. */
  readonly at: number;
}

/** Answers on loopback as Slack does, and takes every message. */
export class Slack {
  private readonly messages: Message[] = [];

  private constructor(private readonly server: http.Server) {}

  static async start(): Promise<Slack> {
    const slack = new Slack(http.createServer());
    slack.server.on('request', async (request, response) => {
      const at = performance.now();
      let body = '';
      for await (const chunk of request) {
        body += chunk;
      }
      slack.messages.push({ body, at });
      response.setHeader('Content-Type', 'application/json; charset=utf-8');
      response.end(JSON.stringify({ ok: true, channel: 'D024BE91L', ts: `1405895017.${slack.messages.length}`, message: {} }));
    });
    slack.server.listen(0, '127.0.0.1');
    await once(slack.server, 'listening');
    return slack;
  }

  /** Of its API, with a slash at its end. */
  get api(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/`;
  }

  /** Waits for the first message that has a text, and says when it came, by `performance.now()`. */
  async told(text: string): Promise<number> {
    const find = () => this.messages.find(({ body }) => body.includes(text));
    return (await eventually(`Slack is told of ${text}`, find, (found) => found !== undefined))!.at;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
