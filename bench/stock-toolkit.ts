import { exportVariable, getInput, setOutput, setSecret } from '@actions/core';
import { HttpClient } from '@actions/http-client';

/**
 * What main does, as other actions do it: with the unmodified toolkit, and without checks, bounds or retries. `action.ts`
 * bundles this and runs it next to main.
 */
const pool = getInput('pool-url');
const api = getInput('github-api-url');
const secret = getInput('api-secret');
setSecret(secret);
const client = new HttpClient('stock-toolkit', [], { keepAlive: true });
const headers = { authorization: `Bearer ${secret}` };
const leased = await client.postJson<{ leases: { token: string }[] }>(`${pool}/api/v1/leases`, {}, headers);
const token = leased.result?.leases[0]?.token ?? '';
setSecret(token);
await client.getJson(`${api}/rate_limit`, { authorization: `Bearer ${token}` });
setOutput('token', token);
exportVariable('GITHUB_TOKEN', token);
client.dispose();
