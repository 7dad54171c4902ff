export const id = 123;
export const ids = [123];
export const modules = {

/***/ 123:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  firstToken: () => (/* binding */ firstToken)
});

// EXTERNAL MODULE: ./build/src/action/runner/masks.js
var masks = __webpack_require__(966);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(760);
// EXTERNAL MODULE: ./build/src/action/sources/types.js
var types = __webpack_require__(72);
// EXTERNAL MODULE: ./build/src/action/refresh/folder.js + 1 modules
var refresh_folder = __webpack_require__(992);
// EXTERNAL MODULE: ./build/src/action/refresh/life.js
var life = __webpack_require__(360);
// EXTERNAL MODULE: ./build/src/action/refresh/private-files.js
var private_files = __webpack_require__(265);
// EXTERNAL MODULE: ./build/src/action/refresh/process-identity.js
var process_identity = __webpack_require__(156);
;// CONCATENATED MODULE: ./build/src/action/refresh/lock.js




const HEARTBEAT_MS = 300;
/** A holder that shows no heartbeat for so long, and cannot be seen to run, has lost the lock. */
const SILENT_MS = 1500;
/** A holder that can be seen to run may merely be starved; far beyond any hiccup it is hung. */
const HUNG_MS = 15_000;
/** Looks become rarer, so that many waiting processes leave the machine to the one that works. */
const FIRST_POLL_MS = 10;
const LONGEST_POLL_MS = 60;
/**
 * Takes the lock, or returns null as soon as `giveUp` says so, which is asked at every look. Waits for a living
 * holder, and takes over from one that was killed or stopped within two seconds.
 */
async function takeLock(deps, folder, giveUp) {
    let seen = null;
    let pollMs = FIRST_POLL_MS;
    for (;;) {
        const generation = highestGeneration(folder);
        const observed = observe(folder, { generation, before: seen, nowMs: deps.monotonicMs() });
        seen = observed;
        if (mayTakeOver(folder, observed, deps.monotonicMs())) {
            const lock = tryGeneration(folder, generation + 1);
            if (lock !== null)
                return lock;
            continue;
        }
        if (giveUp())
            return null;
        await deps.sleep(pollMs);
        pollMs = Math.min(pollMs * 1.5, LONGEST_POLL_MS);
    }
}
function pathOf(folder, generation) {
    return (0,external_node_path_.join)(folder, `lock.${generation}`);
}
function generationsIn(folder) {
    const names = (0,external_node_fs_.readdirSync)(folder).map((name) => /^lock\.(\d{1,15})$/.exec(name)?.[1]);
    return names.filter((digits) => digits !== undefined).map(Number);
}
function highestGeneration(folder) {
    return Math.max(0, ...generationsIn(folder));
}
/** Heartbeats are compared with each other only, never with a clock, which may be set in the meantime. */
function observe(folder, look) {
    let heartbeatMs = 0;
    try {
        heartbeatMs = (0,external_node_fs_.statSync)(pathOf(folder, look.generation)).mtimeMs;
    }
    catch {
        // Freed in this moment; the next look sees it.
    }
    const { before, generation } = look;
    if (before?.generation === generation && before.heartbeatMs === heartbeatMs)
        return before;
    return { generation, heartbeatMs, sinceMs: look.nowMs };
}
function mayTakeOver(folder, seen, nowMs) {
    if (seen.generation === 0)
        return true;
    const silentMs = nowMs - seen.sinceMs;
    const read = (0,private_files/* readPrivateFile */.q1)(pathOf(folder, seen.generation));
    if (read.state === 'missing')
        return false;
    // Freed, or not a file of ours: nobody can hold by it.
    const holder = read.state === 'ok' ? parseHolder(read.text) : null;
    if (holder === null)
        return true;
    const liveness = holder.owner === null ? 'unknown' : (0,process_identity/* livenessOf */.E)(holder.owner);
    if (liveness === 'gone')
        return true;
    return silentMs > (liveness === 'running' ? HUNG_MS : SILENT_MS);
}
function parseHolder(text) {
    try {
        const value = JSON.parse(text);
        const isHolder = typeof value === 'object' && value !== null && 'nonce' in value && 'owner' in value;
        return isHolder ? value : null;
    }
    catch {
        return null;
    }
}
/** Null when another process was faster. */
function tryGeneration(folder, generation) {
    const nonce = `${process.pid}-${process.hrtime.bigint()}`;
    const text = JSON.stringify({ owner: (0,process_identity/* identify */.l)(process.pid), nonce });
    const draft = (0,external_node_path_.join)(folder, `.lock-${nonce}`);
    (0,private_files/* createPrivateFile */.aP)(draft, text);
    try {
        // A link appears with its content or not at all, so nobody meets a lock without a holder.
        (0,external_node_fs_.linkSync)(draft, pathOf(folder, generation));
    }
    catch (error) {
        if ((0,private_files/* codeOf */.$N)(error) === 'EEXIST')
            return null;
        throw error;
    }
    finally {
        (0,external_node_fs_.unlinkSync)(draft);
    }
    // A slow process may create a number that was given up long ago, below one that is held.
    if (highestGeneration(folder) !== generation) {
        removeQuietly(pathOf(folder, generation));
        return null;
    }
    for (const old of generationsIn(folder))
        if (old < generation)
            removeQuietly(pathOf(folder, old));
    return heldLock(folder, generation, text);
}
function removeQuietly(path) {
    try {
        (0,external_node_fs_.unlinkSync)(path);
    }
    catch {
        // Another process removed it first.
    }
}
function heldLock(folder, generation, text) {
    const path = pathOf(folder, generation);
    const isHeld = () => {
        try {
            const read = (0,private_files/* readPrivateFile */.q1)(path);
            return read.state === 'ok' && read.text === text && highestGeneration(folder) === generation;
        }
        catch {
            return false;
        }
    };
    let beat = 0;
    const heartbeat = setInterval(() => {
        beat += 1;
        try {
            (0,external_node_fs_.utimesSync)(path, beat, beat);
        }
        catch {
            clearInterval(heartbeat);
        }
    }, HEARTBEAT_MS);
    heartbeat.unref();
    return {
        isHeld,
        release() {
            clearInterval(heartbeat);
            // The number stays, emptied, because it must not be used again; emptying works on a full disk as well.
            if (isHeld())
                (0,external_node_fs_.truncateSync)(path);
        },
    };
}
//# sourceMappingURL=lock.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/renewal.js


/**
 * Gets the credentials that follow `current`: renews the lease where there is one, else asks the sources anew.
 * While the current token can still be used, GITHUB_TOKEN is no substitute for it. Throws `SourceFailure`.
 */
async function nextCredentials(deps, settings, situation) {
    const { current, cause } = situation;
    if (settings.request.given !== null)
        return givenAgain(deps, settings, cause);
    if (current?.lease?.leaseId && cause !== 'fallback') {
        const renewed = await throughLease(deps, settings, { current, lease: current.lease, cause });
        if (renewed !== null)
            return renewed;
    }
    const mayFallBack = !situation.currentLives && !settings.request.required;
    const exclude = cause === 'due' || current?.owner == null ? [] : [current.owner];
    const request = {
        ...settings.request,
        required: !mayFallBack,
        minTtlSeconds: minTtlSeconds(settings),
        exclude: [...settings.request.exclude, ...exclude],
    };
    return credentialsOf(deps, settings, await deps.source.obtain(request));
}
function minTtlSeconds(settings) {
    return Math.max(settings.request.minTtlSeconds ?? 0, Math.ceil(settings.refreshBeforeMs / 1000));
}
/** A token that the user gave can only be checked. */
function givenAgain(deps, settings, cause) {
    if (cause === 'rejected') {
        const message = 'GitHub refuses the token given as `token`: it was revoked or has expired. Store a new one.';
        return Promise.reject(new types/* SourceFailure */.o('bad_token', message));
    }
    return deps.source.obtain(settings.request).then((token) => credentialsOf(deps, settings, token));
}
/** Null when the pool cannot help through this lease, and a new one must be asked for. */
async function throughLease(deps, settings, held) {
    const outcome = held.cause === 'rejected' ? 'unauthorized' : held.cause === 'spent' ? 'exhausted' : 'ok';
    const request = { outcome, buckets: {}, min_ttl_seconds: minTtlSeconds(settings) };
    let renewal;
    try {
        renewal = await deps.source.renewLease(held.lease, request);
    }
    catch (error) {
        if (error instanceof types/* SourceFailure */.o && error.code === 'lease_ended')
            return null;
        throw error;
    }
    if (renewal.decision === 'replace')
        return credentialsOf(deps, settings, renewal.token);
    // The pool knows no better token under this lease: a new lease may still get one.
    if (held.cause === 'rejected' || !(0,life/* isFresh */.pL)(held.current.life, deps.clock))
        return null;
    return withLease(held.current, renewal.lease);
}
/** The same token under a lease that ends later. */
function withLease(current, lease) {
    return { ...current, lease, lease_expires_at: isoOrNull(lease.leaseExpiresAtMs) };
}
/** What is cached of a token that was just obtained. */
function credentialsOf(deps, settings, obtained) {
    const { token, lease, rateLimit: _, ...rest } = obtained;
    const { expiresAtMs, source, kind, ownerRef } = obtained;
    const issuerAheadMs = deps.source.issuerAheadMs();
    return {
        token,
        expires_at: isoOrNull(expiresAtMs),
        source,
        kind,
        owner: ownerRef,
        lease_id: lease?.leaseId ?? null,
        lease_expires_at: isoOrNull(lease?.leaseExpiresAtMs ?? null),
        life: (0,life/* lifeOf */.c_)(deps.clock, { expiresAtMs, issuerAheadMs, refreshBeforeMs: settings.refreshBeforeMs }),
        lease,
        obtained: rest,
    };
}
function isoOrNull(atMs) {
    return atMs === null ? null : new Date(atMs).toISOString();
}
//# sourceMappingURL=renewal.js.map
// EXTERNAL MODULE: ./build/src/action/refresh/types.js
var refresh_types = __webpack_require__(681);
;// CONCATENATED MODULE: ./build/src/action/refresh/ask.js









/** No asker waits longer for another one's renewal; the sources have a deadline of their own. */
const PATIENCE_MS = 20_000;
/** After a failure nobody but the keeper tries again for so long, so that a crowd of askers is one request. */
const HOLD_OFF_MS = 5_000;
/**
 * The token that a reader should use now. A fresh one costs no lock and no request; else one asker renews and all
 * others wait for it. When renewing fails, the old token is given as long as it lives.
 */
async function askForToken(deps, asked) {
    const cached = usable(deps, asked.folder);
    if (cached !== null)
        return cached;
    const erased = (0,refresh_folder/* isErased */.FN)(asked.folder);
    return renewToken(deps, asked, erased ? 'rejected' : 'due');
}
/** Renews under the lock, unless another process just did. The keeper renews ahead with `insist`. */
async function renewToken(deps, asked, cause) {
    const { folder, insist } = asked;
    const isDone = () => answered(deps, folder, insist) !== null;
    const patienceEndsMs = deps.clock.monotonicMs() + PATIENCE_MS;
    const giveUp = () => isDone() || deps.clock.monotonicMs() > patienceEndsMs || isHeldOff(deps, asked);
    const lock = await takeLock({ monotonicMs: deps.clock.monotonicMs, sleep: deps.sleep }, folder.path, giveUp);
    const done = answered(deps, folder, insist);
    if (done !== null || lock === null) {
        lock?.release();
        return done ?? oldToken(deps, folder, lastFailure(folder));
    }
    try {
        if (isHeldOff(deps, asked))
            return oldToken(deps, folder, lastFailure(folder));
        return await renewUnderLock(deps, asked, { lock, cause, isInsisted: insist !== undefined });
    }
    finally {
        lock.release();
    }
}
/** Fresh credentials that nobody complained about. */
function usable(deps, folder) {
    const read = (0,refresh_folder/* readCached */.Jr)(folder);
    if (read.state !== 'ok' || (0,refresh_folder/* isErased */.FN)(folder))
        return null;
    if ((0,refresh_folder/* tokenFileFault */.YL)(folder, read.credentials.token) !== null)
        return null;
    return (0,life/* isFresh */.pL)(read.credentials.life, deps.clock) ? read.credentials : null;
}
/** What another process may have done while we waited. `insist`: the credentials that are to be replaced. */
function answered(deps, folder, insist) {
    const found = usable(deps, folder);
    if (found === null || insist === undefined)
        return found;
    const isOther = found.token !== insist.token || found.lease_expires_at !== insist.lease_expires_at;
    return isOther ? found : null;
}
async function renewUnderLock(deps, asked, work) {
    const { folder, settings } = asked;
    const read = (0,refresh_folder/* readCached */.Jr)(folder);
    if (read.state === 'refused')
        deps.say(`refused ${refresh_types/* FILES */.c.credentials}: it ${read.why}; getting a token anew.`);
    const current = read.state === 'ok' ? read.credentials : null;
    const currentLives = current !== null && (0,life/* remainingLifeMs */.fp)(current.life, deps.clock) > 0;
    try {
        deps.revive();
        if (current !== null)
            repair(deps, folder, current);
        const repaired = work.isInsisted ? null : usable(deps, folder);
        if (repaired !== null)
            return repaired;
        const cause = await confirmed(deps, current, work.cause);
        if (cause === 'unfounded' && current !== null)
            return acquit(deps, folder, current);
        const situation = { current, cause: cause === 'unfounded' ? 'due' : cause, currentLives };
        const next = await nextCredentials(deps, settings, situation);
        hideNow(deps, folder, next.token);
        // Right before the write, because this process may have been frozen anywhere up to here.
        if (!work.lock.isHeld())
            return await yieldToNewHolder(deps, asked);
        settle(deps, folder, next);
        return next;
    }
    catch (error) {
        if (!(error instanceof types/* SourceFailure */.o) && (0,private_files/* codeOf */.$N)(error) === '')
            throw error;
        return noteFailure(deps, asked, error);
    }
}
/** Readers in sh know the bare token file only: a later step may have emptied or replaced it. */
function repair(deps, folder, current) {
    const fault = (0,refresh_folder/* tokenFileFault */.YL)(folder, current.token);
    if (fault === null)
        return;
    deps.say(`refused ${refresh_types/* FILES */.c.token}: it ${fault}; writing it anew.`);
    (0,refresh_folder/* publish */.mk)(folder, current, deps.clock);
}
/** We were frozen and another process took over: what we got stays in the ledger for post, theirs counts. */
function yieldToNewHolder(deps, asked) {
    deps.say('this process was stopped for too long and another one renews in its place.');
    return askForToken(deps, asked);
}
/** One refusal that git saw may be an accident; GitHub itself is asked before the pool is told. */
async function confirmed(deps, current, cause) {
    if (cause !== 'rejected' || current === null)
        return cause;
    const reading = await deps.source.readBudget(current.token);
    const isAlive = reading.state === 'known' || reading.state === 'unlimited';
    return isAlive && (0,life/* isFresh */.pL)(current.life, deps.clock) ? 'unfounded' : cause;
}
function acquit(deps, folder, current) {
    (0,refresh_folder/* clearErased */.o1)(folder);
    deps.say('git was refused, but GitHub accepts the token: it is kept. Check what it may access.');
    return current;
}
function settle(deps, folder, next) {
    (0,refresh_folder/* publish */.mk)(folder, next, deps.clock);
    (0,refresh_folder/* clearErased */.o1)(folder);
    (0,refresh_folder/* removeFile */.nM)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.failure));
}
/** Longer than any pause between two steps: no step that we could reach is going to come. */
const HIDE_PATIENCE_MS = 60_000;
/** Hides the token, or leaves a mark that this is still to be done; returns whether it is done with. */
function hideNow(deps, folder, token) {
    const marker = (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.unmasked);
    const isLater = deps.hide(token) === 'later';
    const sinceMs = (0,refresh_folder/* changeTimeMs */.AP)(marker);
    const isTooLate = sinceMs !== null && deps.clock.wallMs() - sinceMs > HIDE_PATIENCE_MS;
    if (!isLater || isTooLate)
        (0,refresh_folder/* removeFile */.nM)(marker);
    else if (sinceMs === null)
        (0,private_files/* replacePrivateFile */.oN)(marker, '');
    return !isLater || isTooLate;
}
function noteFailure(deps, asked, error) {
    const message = error instanceof types/* SourceFailure */.o
        ? error.message
        : `the token cannot be stored (${reasonOf((0,private_files/* codeOf */.$N)(error))}).`;
    const holdOffMs = Math.min(HOLD_OFF_MS, asked.settings.refreshBeforeMs / 4);
    const failure = { message, untilMonotonicMs: deps.clock.monotonicMs() + holdOffMs };
    try {
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(asked.folder.path, refresh_types/* FILES */.c.failure), JSON.stringify(failure));
    }
    catch {
        // On a full disk each asker finds out by itself.
    }
    return oldToken(deps, asked.folder, message, error);
}
function reasonOf(code) {
    if (code === 'ENOSPC' || code === 'EDQUOT')
        return 'the disk is full';
    return code === 'ENOENT' ? 'its folder is gone' : code;
}
function readFailure(folder) {
    const path = (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.failure);
    const read = (0,external_node_fs_.existsSync)(path) ? (0,private_files/* readPrivateFile */.q1)(path) : null;
    try {
        return read?.state === 'ok' ? JSON.parse(read.text) : null;
    }
    catch {
        return null;
    }
}
function lastFailure(folder) {
    return readFailure(folder)?.message ?? 'another process has been renewing it for too long.';
}
function isHeldOff(deps, asked) {
    if (asked.insist !== undefined)
        return false;
    return (readFailure(asked.folder)?.untilMonotonicMs ?? 0) > deps.clock.monotonicMs();
}
/** The cached token while it lives; else the failure is the caller's. */
function oldToken(deps, folder, message, cause) {
    const read = (0,refresh_folder/* readCached */.Jr)(folder);
    if (read.state === 'ok' && (0,life/* remainingLifeMs */.fp)(read.credentials.life, deps.clock) > 0) {
        deps.say(`no new token: ${message} The old one stays in use while it lives.`);
        return read.credentials;
    }
    if (cause instanceof types/* SourceFailure */.o)
        throw cause;
    throw new types/* SourceFailure */.o('exhausted', `There is no token: ${message}`, { cause });
}
//# sourceMappingURL=ask.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/keeper-process.js





/**
 * Starts the keeper on its own: no pipe of the step, or the runner would wait for it, and the runner's mark
 * (`RUNNER_TRACKING_ID`) kept, so that the runner ends it should everything else fail.
 */
function startKeeper(env, folder, settings) {
    const { spawn } = process.getBuiltinModule('node:child_process');
    const output = (0,external_node_fs_.openSync)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.log), 'a', 0o600);
    try {
        const child = spawn(settings.nodePath, [settings.bundles.keeper, '--folder', folder.path], {
            // Not the workspace: it may be deleted or unmounted while the job goes on.
            cwd: folder.path,
            detached: true,
            stdio: ['ignore', output, output],
            windowsHide: true,
            env: keeperEnvironment(env),
        });
        // Without a listener a failed start would end this process; post finds no keeper and says so.
        child.on('error', () => undefined);
        child.unref();
        if (child.pid !== undefined)
            noteKeeper(folder, child.pid);
    }
    finally {
        (0,external_node_fs_.closeSync)(output);
    }
}
/** What the network needs, and the runner's mark; the job's other variables are none of the keeper's business. */
function keeperEnvironment(env) {
    const wanted = /^(path|home|tmp|temp|tmpdir|systemroot|userprofile|runner_tracking_id|runner_temp|node_extra_ca_certs|ssl_cert_(file|dir)|(https?|all|no)_proxy)$/i;
    return Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
}
function noteKeeper(folder, pid) {
    const identity = (0,process_identity/* identify */.l)(pid);
    if (identity !== null)
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.keeper), JSON.stringify(identity));
}
/** The keeper that was started last, whatever has become of it. */
function findKeeper(folder) {
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.keeper));
    try {
        return read.state === 'ok' ? JSON.parse(read.text) : null;
    }
    catch {
        return null;
    }
}
function isKeeperAlive(folder) {
    const keeper = findKeeper(folder);
    const liveness = keeper === null ? 'gone' : (0,process_identity/* livenessOf */.E)(keeper);
    return liveness !== 'gone' && liveness !== 'elsewhere';
}
/**
 * Ends the keeper and waits until it is seen to be gone: asked first, then forced, because a stopped process
 * hears no request. `none`: there was none alive.
 */
async function stopKeeper(deps, folder) {
    const keeper = findKeeper(folder);
    if (keeper === null || !isKeeperAlive(folder))
        return 'none';
    for (const [signal, patienceMs] of [
        ['SIGTERM', 1000],
        ['SIGKILL', 1000],
    ]) {
        signalQuietly(keeper.pid, signal);
        for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 20) {
            if (livenessOf(keeper) === 'gone')
                return 'stopped';
            await deps.sleep(20);
        }
    }
    return 'survived';
}
function signalQuietly(pid, signal) {
    try {
        process.kill(pid, signal);
    }
    catch {
        // It ended by itself in this moment.
    }
}
//# sourceMappingURL=keeper-process.js.map
// EXTERNAL MODULE: ./build/src/action/refresh/ledger.js
var ledger = __webpack_require__(951);
// EXTERNAL MODULE: ./build/src/github/token-format.js
var token_format = __webpack_require__(94);
// EXTERNAL MODULE: ./build/src/json-schema.js
var json_schema = __webpack_require__(787);
// EXTERNAL MODULE: ./build/src/wire.js
var wire = __webpack_require__(500);
// EXTERNAL MODULE: ./build/src/action/sources/answers.js
var answers = __webpack_require__(638);
// EXTERNAL MODULE: ./build/src/action/http/address.js
var address = __webpack_require__(241);
// EXTERNAL MODULE: ./build/src/action/http/types.js
var http_types = __webpack_require__(28);
;// CONCATENATED MODULE: ./build/src/action/http/retry.js

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;
/**
 * Asks until there is an answer worth reading, for as long as the deadline allows. Network errors, truncated
 * bodies, 429 and 5xx are tried again, with jitter, not before `Retry-After`; any other answer is final. When
 * waiting would outlast the deadline, the last answer or failure is returned at once.
 */
async function requestPatiently(deps, makeRequest, policy) {
    for (let tries = 1;; tries += 1) {
        const outcome = await oneTry(deps, makeRequest, policy);
        const waitMs = Math.max(backoffMs(tries, deps.random), retryAfterMs(outcome, deps.now()));
        const isLast = tries >= policy.maxTries || deps.now() + waitMs >= policy.deadlineAtMs;
        if (isLast || deps.signal.aborted || !isWorthRetrying(outcome)) {
            if (outcome instanceof http_types/* HttpFailure */.H)
                throw outcome;
            return outcome;
        }
        await deps.sleep(waitMs, deps.signal);
    }
}
async function oneTry(deps, makeRequest, policy) {
    try {
        const request = await makeRequest();
        const leftMs = policy.deadlineAtMs - deps.now();
        return await deps.http({
            ...request,
            timeoutMs: Math.max(1, Math.min(request.timeoutMs, policy.perTryMs, leftMs)),
        });
    }
    catch (error) {
        if (error instanceof http_types/* HttpFailure */.H)
            return error;
        throw error;
    }
}
function isWorthRetrying(outcome) {
    if (outcome instanceof http_types/* HttpFailure */.H)
        return ['network', 'truncated', 'timeout', 'proxy'].includes(outcome.code);
    return outcome.status === 429 || outcome.status >= 500;
}
function backoffMs(tries, random) {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
    return ceiling * (0.5 + random() / 2);
}
function retryAfterMs(outcome, nowMs) {
    if (outcome instanceof http_types/* HttpFailure */.H)
        return 0;
    return (retryAfterSeconds(outcome, nowMs) ?? 0) * 1000;
}
/** `Retry-After` in seconds, whether it is told as a number or as a date; null when absent or no sense. */
function retryAfterSeconds(response, nowMs) {
    const text = response.headers['retry-after']?.trim() ?? '';
    if (/^\d{1,6}$/.test(text))
        return Number(text);
    const atMs = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isFinite(atMs) ? Math.min(86_400, Math.max(0, Math.ceil((atMs - nowMs) / 1000))) : null;
}
//# sourceMappingURL=retry.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/oidc.js




/** GitHub's own issuer answers in well under a second; a pool's deadline should not be spent here. */
const TIMEOUT_MS = 5000;
/**
 * Gets an identity of this job for a pool. It is masked before it is returned. A new one is needed for every
 * request, because a pool accepts each only once.
 */
async function fetchOidcToken(deps, audience, deadlineAtMs) {
    const endpoint = deps.oidc;
    if (!endpoint) {
        throw new types/* SourceFailure */.o('no_credential', 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.');
    }
    const url = URL.parse(endpoint.requestUrl);
    if (!url)
        throw new types/* SourceFailure */.o('refused', 'ACTIONS_ID_TOKEN_REQUEST_URL is no address; leave it to the runner.');
    url.searchParams.set('audience', audience);
    const request = {
        method: 'GET',
        url: url.href,
        headers: { authorization: `Bearer ${endpoint.requestToken}` },
        timeoutMs: TIMEOUT_MS,
        signal: deps.signal,
    };
    const response = await oidc_answered(requestPatiently(deps, () => request, { deadlineAtMs, perTryMs: TIMEOUT_MS, maxTries: 3 }));
    return identityIn(deps, response);
}
async function oidc_answered(asked) {
    try {
        return await asked;
    }
    catch (error) {
        if (!(error instanceof http_types/* HttpFailure */.H))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new types/* SourceFailure */.o(code, `No OIDC identity from GitHub: ${error.message}`, { cause: error });
    }
}
function identityIn(deps, response) {
    const value = (0,answers/* memberOf */.C5)((0,answers/* parseJson */.qF)(response.body), 'value');
    // Three parts of base64url, as of every signed JWT; anything else could not be sent in a header either.
    if (response.status === 200 &&
        typeof value === 'string' &&
        /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/.test(value)) {
        deps.mask(value);
        return value;
    }
    throw new types/* SourceFailure */.o('refused', `GitHub gave no OIDC identity (status ${response.status}); check \`permissions: id-token: write\`.`);
}
//# sourceMappingURL=oidc.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/ask-pool.js








/** A silent pool must leave time for a second try and for what comes after it. */
const PER_TRY_MS = 10_000;
/**
 * Asks a pool, and masks whatever in its answer could be a credential before anybody reads the answer. Fails with
 * a `SourceFailure` that says what to do; statuses are left to the caller.
 */
async function askPool(deps, question) {
    const { auth, deadlineAtMs } = question;
    const makeRequest = async () => {
        const bearer = auth.kind === 'key' ? auth.secret : await fetchOidcToken(deps, auth.audience, deadlineAtMs);
        return {
            method: question.method,
            url: (0,address/* joinUrl */.we)(question.poolUrl, question.path),
            headers: { authorization: `Bearer ${bearer}` },
            ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
            timeoutMs: PER_TRY_MS,
            signal: question.signal,
        };
    };
    const leftMs = Math.max(1, deadlineAtMs - deps.now());
    const policy = { deadlineAtMs, perTryMs: Math.min(PER_TRY_MS, leftMs / 2), maxTries: question.maxTries };
    try {
        const response = await requestPatiently(deps, makeRequest, policy);
        deps.mask(...(0,masks/* credentialMasks */.Zu)(response.body));
        return response;
    }
    catch (error) {
        if (!(error instanceof http_types/* HttpFailure */.H))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new types/* SourceFailure */.o(code, `The pool cannot be used: ${error.message}`, { cause: error });
    }
}
/** What a pool's refusal means. The pool's own words stay out of the log: they could repeat a secret. */
function refusalOf(response, question) {
    const code = errorCodeOf(response.body);
    const seconds = retryAfterSeconds(response, question.nowMs);
    const later = seconds === null ? '' : ` It asks to come back in ${seconds} s.`;
    if (response.status === 401)
        return new types/* SourceFailure */.o('refused', whoIsRefused(question.auth));
    if (response.status === 403) {
        return new types/* SourceFailure */.o('refused', 'The pool does not allow this job to lease (403). Ask its operator for a policy, or drop `label`.');
    }
    if (code === 'lease_ended' || (response.status === 404 && code === 'not_found')) {
        return new types/* SourceFailure */.o('lease_ended', 'The pool no longer knows this lease.');
    }
    if (response.status === 503) {
        return new types/* SourceFailure */.o('exhausted', `The pool has no token to lend that fits this request.${later}`);
    }
    if (response.status === 429)
        return new types/* SourceFailure */.o('refused', `The pool limits how often this job may ask (429).${later}`);
    const named = code === null ? '' : `, ${code}`;
    return new types/* SourceFailure */.o('bad_answer', `The pool answered ${response.status}${named}. Check pool-url and the pool's log.`);
}
function whoIsRefused(auth) {
    return auth.kind === 'key'
        ? 'The pool does not accept the api-secret (401). Check that the secret holds a key of this pool that is not revoked.'
        : "The pool does not accept this job's OIDC identity (401). Check oidc-audience and the pool's policies.";
}
function errorCodeOf(body) {
    const code = (0,answers/* memberOf */.C5)((0,answers/* memberOf */.C5)((0,answers/* parseJson */.qF)(body), 'error'), 'code');
    return wire/* ERROR_CODES */.OQ.find((known) => known === code) ?? null;
}
//# sourceMappingURL=ask-pool.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/read-leases.js




/** A window that is not open yet opens with the next request and lasts an hour. */
const WINDOW_MS = 3_600_000;
/** The usable tokens of a native answer, and for each other one the rule it breaks; never a value. */
function readLeases(answer, settings, nowMs) {
    const leases = (0,answers/* memberOf */.C5)(answer, 'leases');
    if (!Array.isArray(leases) || leases.length === 0)
        return { tokens: [], faults: ['it carries no leases'] };
    const tokens = [];
    const faults = [];
    for (const lease of leases.slice(0, 20)) {
        const fault = tokenFault(lease) ?? (0,json_schema/* faultsOf */.x)(wire/* LEASE_SCHEMA */.Zg, lease, 'lease')[0];
        if (fault === undefined)
            tokens.push(obtainedFrom(lease, settings, nowMs));
        else
            faults.push(fault);
    }
    return { tokens, faults };
}
function tokenFault(lease) {
    const format = (0,token_format/* checkTokenFormat */.p)((0,answers/* memberOf */.C5)(lease, 'token'));
    return format.ok ? undefined : `the token is refused: ${format.rule}`;
}
/** A lease of the native contract as a token in hand. */
function obtainedFrom(lease, settings, nowMs) {
    return {
        source: 'pool',
        token: lease.token,
        kind: lease.kind,
        tokenId: lease.token_id,
        ownerRef: lease.owner,
        expiresAtMs: lease.expires_at === null ? null : Date.parse(lease.expires_at),
        lease: {
            poolUrl: settings.url,
            leaseId: lease.lease_id,
            leaseExpiresAtMs: Date.parse(lease.lease_expires_at),
            auth: settings.auth,
        },
        legacy: false,
        rateLimit: rateLimitFrom(lease.rate_limit, nowMs),
        fallbackReason: null,
        mintedForThisJob: false,
    };
}
function rateLimitFrom(wire, nowMs) {
    const resetAtMs = wire.reset_at === null ? nowMs + WINDOW_MS : Date.parse(wire.reset_at);
    const { bucket, limit, remaining } = wire;
    return { bucket, limit, remaining, used: Math.max(0, limit - remaining), resetAtMs };
}
/** The token of a mise-versions answer, or the rule it breaks. */
function readLegacyToken(answer, settings) {
    const format = (0,token_format/* checkTokenFormat */.p)((0,answers/* memberOf */.C5)(answer, 'token'));
    if (!format.ok)
        return { fault: `the token is refused: ${format.rule}` };
    const fault = (0,json_schema/* faultsOf */.x)(wire/* LEGACY_TOKEN_SCHEMA */.QO, answer, 'answer')[0];
    if (fault !== undefined)
        return { fault };
    const legacy = answer;
    const expiresAtMs = Date.parse(legacy.expires_at ?? '');
    return {
        source: 'pool',
        token: legacy.token,
        kind: format.kind,
        tokenId: legacy.token_id ?? legacy.installation_id ?? null,
        ownerRef: null,
        expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
        lease: { poolUrl: settings.url, leaseId: null, leaseExpiresAtMs: null, auth: settings.auth },
        legacy: true,
        rateLimit: null,
        fallbackReason: null,
        mintedForThisJob: false,
    };
}
//# sourceMappingURL=read-leases.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/lease.js







/** Tells the pool what the job saw, and gives the lease back when `release` is set. Idempotent at the pool. */
async function reportLease(deps, { lease, body, timeoutMs }) {
    const path = wire/* PATHS */.R7.report(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path });
    const answer = (0,answers/* parseJson */.qF)(response.body);
    if ((0,json_schema/* faultsOf */.x)(wire/* REPORT_ANSWER_SCHEMA */.w5, answer, 'answer').length > 0) {
        throw new types/* SourceFailure */.o('bad_answer', "The pool's answer to the report is not of the agreed form.");
    }
    return answer;
}
/** Asks for the same lease for longer; the pool may give another token instead, which comes masked and checked. */
async function renewLease(deps, { lease, body, timeoutMs }) {
    const path = wire/* PATHS */.R7.renew(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path });
    const answer = (0,answers/* parseJson */.qF)(response.body);
    const fault = (0,json_schema/* faultsOf */.x)(wire/* RENEW_ANSWER_SCHEMA */.Ry, answer, 'answer')[0];
    if (fault !== undefined)
        throw new types/* SourceFailure */.o('bad_answer', `The pool's answer to the renewal is wrong: ${fault}.`);
    const renewal = answer;
    if (renewal.decision === 'keep') {
        return { decision: 'keep', lease: { ...lease, leaseExpiresAtMs: Date.parse(renewal.lease_expires_at) } };
    }
    const format = (0,token_format/* checkTokenFormat */.p)(renewal.lease?.token);
    if (!format.ok || !renewal.lease) {
        const rule = format.ok ? 'it is missing' : format.rule;
        throw new types/* SourceFailure */.o('bad_token', `The pool's replacement token is refused: ${rule}.`);
    }
    const settings = { url: lease.poolUrl, auth: lease.auth };
    return { decision: 'replace', token: obtainedFrom(renewal.lease, settings, deps.now()) };
}
/** mise-versions' only report: this token is spent until then. */
async function reportSpentLegacyToken(deps, { lease, body, timeoutMs }) {
    const legacyBody = { token_id: body.tokenId, reset_at: new Date(body.resetAtMs).toISOString() };
    await post(deps, { lease, body: legacyBody, timeoutMs, path: wire/* PATHS */.R7.legacyRateLimit });
}
async function post(deps, { lease, body, timeoutMs, path }) {
    const response = await askPool(deps, {
        method: 'POST',
        poolUrl: lease.poolUrl,
        path,
        auth: lease.auth,
        body,
        deadlineAtMs: deps.now() + timeoutMs,
        signal: deps.signal,
        maxTries: 3,
    });
    if (response.status !== 200)
        throw refusalOf(response, { auth: lease.auth, nowMs: deps.now() });
    return response;
}
function nativeId(lease) {
    if (lease.leaseId !== null)
        return lease.leaseId;
    throw new types/* SourceFailure */.o('lease_ended', 'A mise-versions server knows no leases to report or renew.');
}
//# sourceMappingURL=lease.js.map
// EXTERNAL MODULE: ./build/src/action/sources/app-key.js
var app_key = __webpack_require__(416);
// EXTERNAL MODULE: ./build/src/action/sources/github.js
var github = __webpack_require__(338);
;// CONCATENATED MODULE: ./build/src/action/sources/pool.js






/** After a cancel, how long an answer that is under way may still come in, so that its lease can be given back. */
const GRACE_MS = 3000;
/**
 * Leases up to `count` tokens, of the native API or, where the server does not know it, of mise-versions'. Every
 * token is masked, its format checked, and told to `onObtained`. Never returns an empty list.
 */
async function leaseFromPool(deps, ask) {
    const response = await askPool(deps, {
        ...commonOf(deps, ask),
        method: 'POST',
        path: wire/* PATHS */.R7.leases,
        body: leaseRequest(ask),
    });
    if (response.status === 404 || response.status === 405)
        return leaseLegacy(deps, ask);
    const answer = successOf(deps, response, ask);
    const isLegacy = (0,answers/* memberOf */.C5)(answer, 'leases') === undefined && (0,answers/* memberOf */.C5)(answer, 'token') !== undefined;
    if (isLegacy)
        return [announce(deps, response, legacyToken(answer, ask))];
    const { tokens, faults } = readLeases(answer, ask.settings, deps.now());
    if (tokens.length === 0)
        throw badAnswer(faults[0] ?? (0,answers/* describeBody */.MP)(response.body));
    if (faults.length > 0)
        deps.log.warning(`The pool's answer is partly unusable: ${faults[0]}.`);
    return tokens.slice(0, ask.count).map((token) => announce(deps, response, token));
}
/** mise-versions hands out one token per request and rotates at each. */
async function leaseLegacy(deps, ask) {
    const tokens = new Map();
    for (let asked = 0; asked < ask.count; asked += 1) {
        const response = await askPool(deps, { ...commonOf(deps, ask), method: 'GET', path: wire/* PATHS */.R7.legacyToken });
        if (tokens.size > 0 && response.status !== 200)
            break;
        const token = legacyToken(successOf(deps, response, ask), ask);
        if (!tokens.has(token.token))
            tokens.set(token.token, announce(deps, response, token));
    }
    return [...tokens.values()];
}
function legacyToken(answer, ask) {
    const read = readLegacyToken(answer, ask.settings);
    if ('fault' in read)
        throw badAnswer(read.fault);
    return read;
}
function announce(deps, response, token) {
    // The usual case was masked with the raw answer; JSON's escapes can hide a token from that.
    if (!response.body.includes(token.token))
        deps.mask(...(0,masks/* tokenMasks */.vc)(token.token));
    deps.onObtained(token);
    return token;
}
function commonOf(deps, ask) {
    return {
        poolUrl: ask.settings.url,
        auth: ask.settings.auth,
        deadlineAtMs: ask.deadlineAtMs,
        signal: withGrace(deps),
        maxTries: 4,
    };
}
/** A signal that follows the job's cancellation a little later. */
function withGrace(deps) {
    const late = new AbortController();
    const abortLater = () => {
        void deps.sleep(GRACE_MS).then(() => late.abort());
    };
    if (deps.signal.aborted)
        late.abort();
    else
        deps.signal.addEventListener('abort', abortLater, { once: true });
    return late.signal;
}
function leaseRequest({ request, count, exclude }) {
    return {
        job: request.job,
        count,
        bucket: request.bucket,
        ...(request.expectedRequests === null ? {} : { expected_requests: request.expectedRequests }),
        ...(request.minRemaining === null ? {} : { min_remaining: request.minRemaining }),
        ...(request.minTtlSeconds === null ? {} : { min_ttl_seconds: request.minTtlSeconds }),
        ...(request.label === null ? {} : { label: request.label }),
        ...(exclude.length === 0 ? {} : { exclude: exclude.slice(0, 100) }),
    };
}
function successOf(deps, response, ask) {
    if (response.status !== 200 && response.status !== 201) {
        throw refusalOf(response, { auth: ask.settings.auth, nowMs: deps.now() });
    }
    const answer = (0,answers/* parseJson */.qF)(response.body);
    if (typeof answer !== 'object' || answer === null)
        throw badAnswer(`it sent ${(0,answers/* describeBody */.MP)(response.body)}`);
    return answer;
}
function badAnswer(reason) {
    const code = reason.startsWith('the token') ? 'bad_token' : 'bad_answer';
    return new types/* SourceFailure */.o(code, `The pool's answer cannot be used: ${reason}. Check pool-url and the pool.`);
}
//# sourceMappingURL=pool.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/app.js









const app_PER_TRY_MS = 10_000;
/** A clock further off than this explains why GitHub refuses a fresh JWT. */
const CLOCK_TOLERANCE_MS = 30_000;
/** Mints an installation token of the configured App for this job alone. */
async function mintAppToken(deps, ask) {
    const target = targetOf(ask);
    const found = await askAsApp(deps, ask, { method: 'GET', path: target.path });
    const installationId = (0,answers/* memberOf */.C5)((0,answers/* parseJson */.qF)(found.body), 'id');
    if (found.status !== 200 || typeof installationId !== 'number' || !Number.isSafeInteger(installationId)) {
        throw lookupFailure(found.status, target.name);
    }
    const minted = await askAsApp(deps, ask, {
        method: 'POST',
        path: `/app/installations/${installationId}/access_tokens`,
        body: {
            ...(target.repositories.length > 0 ? { repositories: target.repositories } : {}),
            ...(ask.app.permissions ? { permissions: ask.app.permissions } : {}),
        },
        signal: withGrace(deps),
    });
    const token = mintedToken(minted, installationId);
    deps.mask(...(0,masks/* tokenMasks */.vc)(token.token));
    deps.onObtained(token);
    return token;
}
/** Ends an installation token's life; one that GitHub no longer knows is just as well. */
async function revokeInstallationToken(deps, revocation) {
    const { githubApiUrl: apiUrl, token, timeoutMs } = revocation;
    const response = await askGitHub(deps, {
        method: 'DELETE',
        apiUrl,
        path: '/installation/token',
        token,
        timeoutMs,
    });
    if (response.status === 204)
        return 'revoked';
    if (response.status === 401 || response.status === 404)
        return 'already_gone';
    throw new SourceFailure('refused', `GitHub did not revoke the installation token (status ${response.status}).`);
}
/** Without owner and repositories, the token is for the job's repository only. */
function targetOf({ app, repository }) {
    const [jobOwner = '', jobName = ''] = repository.split('/');
    const owner = app.owner ?? jobOwner;
    if (app.owner !== null && app.repositories.length === 0) {
        return { path: `/users/${encodeURIComponent(owner)}/installation`, name: owner, repositories: [] };
    }
    const repositories = app.repositories.length > 0 ? app.repositories : [jobName];
    const name = `${owner}/${repositories[0]}`;
    const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repositories[0] ?? '')}/installation`;
    return { path, name, repositories };
}
async function askAsApp(deps, ask, question) {
    const first = await askWithClock(deps, ask, { ...question, nowMs: deps.now() });
    const serverMs = Date.parse(first.headers.date ?? '');
    const isClockOff = Math.abs(serverMs - deps.now()) > CLOCK_TOLERANCE_MS;
    // A JWT dated by a wrong clock is refused; GitHub's own clock settles it.
    return first.status === 401 && isClockOff
        ? askWithClock(deps, ask, { ...question, nowMs: serverMs })
        : first;
}
async function askWithClock(deps, ask, question) {
    const { nowMs, ...rest } = question;
    const crypto = process.getBuiltinModule('node:crypto');
    const jwt = (0,app_key/* appJwt */.x)({ id: ask.app.id, pem: ask.app.privateKeyPem, nowMs }, crypto);
    deps.mask(jwt);
    const request = (0,github/* gitHubRequest */.p)({
        signal: deps.signal,
        ...rest,
        apiUrl: ask.githubApiUrl,
        token: jwt,
        timeoutMs: app_PER_TRY_MS,
    });
    const policy = { deadlineAtMs: ask.deadlineAtMs, perTryMs: app_PER_TRY_MS, maxTries: 3 };
    try {
        const response = await requestPatiently(deps, () => request, policy);
        deps.mask(...(0,masks/* credentialMasks */.Zu)(response.body));
        return response;
    }
    catch (error) {
        if (!(error instanceof http_types/* HttpFailure */.H))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new types/* SourceFailure */.o(code, `No token for the App: ${error.message}`, { cause: error });
    }
}
function lookupFailure(status, name) {
    if (status === 401) {
        return new types/* SourceFailure */.o('refused', 'GitHub does not accept the App (401). Check that private-key belongs to client-id or app-id.');
    }
    if (status === 404) {
        return new types/* SourceFailure */.o('refused', `The App is not installed on ${name} (404). Install it there, or correct owner and repositories.`);
    }
    return new types/* SourceFailure */.o('unreachable', `GitHub did not say where the App is installed (status ${status}).`);
}
function mintedToken(response, installationId) {
    if (response.status !== 201) {
        const advice = response.status === 422
            ? 'Ask only for repositories and permissions that the installation has.'
            : 'Check the installation in the settings of its owner.';
        throw new types/* SourceFailure */.o('refused', `GitHub minted no token for the App (status ${response.status}). ${advice}`);
    }
    const answer = (0,answers/* parseJson */.qF)(response.body);
    const token = (0,answers/* memberOf */.C5)(answer, 'token');
    const format = (0,token_format/* checkTokenFormat */.p)(token);
    if (!format.ok)
        throw new types/* SourceFailure */.o('bad_token', `The token that GitHub minted is refused: ${format.rule}.`);
    const expiresAtMs = Date.parse(String((0,answers/* memberOf */.C5)(answer, 'expires_at')));
    return {
        source: 'app',
        token: String(token),
        kind: format.kind,
        tokenId: null,
        ownerRef: `installation-${installationId}`,
        expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
        lease: null,
        legacy: false,
        rateLimit: null,
        fallbackReason: null,
        mintedForThisJob: true,
    };
}
//# sourceMappingURL=app.js.map
;// CONCATENATED MODULE: ./build/src/github/rate-limit.js
function header(headers, name) {
    const found = headers instanceof Headers ? headers.get(name) : headers[name];
    return typeof found === 'string' ? found : undefined;
}
function naturalNumber(value) {
    const number = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
function rateLimit(bucket, fields) {
    const limit = naturalNumber(fields.limit);
    const remaining = naturalNumber(fields.remaining);
    const reset = naturalNumber(fields.reset);
    if (limit === undefined || remaining === undefined || reset === undefined)
        return undefined;
    const used = naturalNumber(fields.used) ?? Math.max(0, limit - remaining);
    return { bucket, limit, remaining, used, resetAtMs: reset * 1000 };
}
/**
 * Reads `x-ratelimit-{limit,remaining,used,reset,resource}` of a response, or returns undefined when they are
 * absent or no numbers, as on GHES with rate limits off. Header names must be in lower case, as Node gives them.
 */
function parseRateLimitHeaders(headers) {
    const bucket = header(headers, 'x-ratelimit-resource') ?? 'core';
    if (!/^[a-z][a-z_]{0,39}$/.test(bucket))
        return undefined;
    return rateLimit(bucket, {
        limit: header(headers, 'x-ratelimit-limit'),
        remaining: header(headers, 'x-ratelimit-remaining'),
        used: header(headers, 'x-ratelimit-used'),
        reset: header(headers, 'x-ratelimit-reset'),
    });
}
/** Reads the body of `GET /rate_limit` into a map by bucket; malformed buckets are left out. */
function parseRateLimitBody(body) {
    const found = new Map();
    if (typeof body !== 'object' || body === null || !('resources' in body))
        return found;
    const resources = body.resources;
    if (typeof resources !== 'object' || resources === null)
        return found;
    for (const [bucket, fields] of Object.entries(resources)) {
        if (typeof fields !== 'object' || fields === null || !/^[a-z][a-z_]{0,39}$/.test(bucket))
            continue;
        const parsed = rateLimit(bucket, fields);
        if (parsed)
            found.set(bucket, parsed);
    }
    return found;
}
/**
 * Classifies a response. 403 and 429 both serve for both kinds of limit: spent budgets show `remaining: 0`,
 * secondary limits carry `retry-after` or say so in the body ("Rate limits for the REST API").
 */
function classifyRefusal(status, headers, body = '') {
    if (status === 401)
        return 'unauthorized';
    if (status !== 403 && status !== 429)
        return 'none';
    // A secondary limit can meet an owner whose budget is spent as well: its own words go first.
    if (/secondary rate|abuse detection/i.test(body))
        return 'secondary_limited';
    if (header(headers, 'x-ratelimit-remaining') === '0')
        return 'exhausted';
    if (header(headers, 'retry-after') !== undefined)
        return 'secondary_limited';
    return status === 429 ? 'secondary_limited' : 'forbidden';
}
//# sourceMappingURL=rate-limit.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/verify.js





/** Reads a token's budgets from `GET /rate_limit`, which is free of charge. Never throws but for a cancel. */
async function readBudget(deps, question) {
    try {
        const response = await (0,github/* askGitHub */.X)(deps, {
            method: 'GET',
            apiUrl: question.githubApiUrl,
            path: '/rate_limit',
            token: question.token,
            timeoutMs: question.timeoutMs,
            signal: deps.signal,
        });
        return readingOf(response, deps.now());
    }
    catch (error) {
        if (!(error instanceof http_types/* HttpFailure */.H) || error.code === 'cancelled')
            throw error;
        return { state: 'unknown', why: error.message };
    }
}
function readingOf(response, nowMs) {
    const body = (0,answers/* parseJson */.qF)(response.body);
    if (response.status === 200) {
        const buckets = parseRateLimitBody(body);
        return buckets.size > 0 ? { state: 'known', buckets } : unknown('GitHub answered without any budget');
    }
    // GHES with rate limits off: "Rate limiting is not enabled."
    if (response.status === 404)
        return { state: 'unlimited' };
    const refusal = classifyRefusal(response.status, response.headers, response.body);
    if (refusal === 'unauthorized')
        return { state: 'unauthorized' };
    if (refusal === 'secondary_limited') {
        return { state: 'secondary_limited', retryAfterSeconds: retryAfterSeconds(response, nowMs) };
    }
    // A 403 in GitHub's form is about the token (suspended, blocked by an allow list); any other is of a firewall.
    const isGitHubs = typeof (0,answers/* memberOf */.C5)(body, 'message') === 'string';
    if (refusal === 'forbidden' && isGitHubs)
        return { state: 'unauthorized' };
    return unknown(`GitHub answered ${response.status}`);
}
function unknown(why) {
    return { state: 'unknown', why };
}
//# sourceMappingURL=verify.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/check-token.js

const CHECK_TIMEOUT_MS = 5000;
/** A token minted a moment ago may not have reached all of GitHub's machines yet. */
const REPLICATION_WAITS_MS = [400, 1200];
/**
 * Tries a token at GitHub. Only what GitHub says against the token itself makes it unusable: an outage of GitHub
 * or of the way there must not fail a job that might still work.
 */
async function checkToken(deps, { token, request, deadlineAtMs }) {
    if (!request.verify)
        return { usable: true, token };
    const question = {
        githubApiUrl: request.githubApiUrl,
        token: token.token,
        timeoutMs: Math.max(1, Math.min(CHECK_TIMEOUT_MS, deadlineAtMs - deps.now())),
    };
    let reading = await readBudget(deps, question);
    for (const waitMs of token.mintedForThisJob ? REPLICATION_WAITS_MS : []) {
        if (reading.state !== 'unauthorized')
            break;
        await deps.sleep(waitMs, deps.signal);
        reading = await readBudget(deps, question);
    }
    return judge(deps, { token, request, reading });
}
function judge(deps, { token, request, reading }) {
    if (reading.state === 'unauthorized') {
        const report = { buckets: {}, outcome: 'unauthorized', release: true };
        return { usable: false, token, report, why: 'GitHub does not accept it (401)' };
    }
    if (reading.state === 'unknown')
        deps.log.info(`The token was not verified: ${reading.why} The job goes on with it.`);
    if (reading.state === 'secondary_limited') {
        // Taking another token to get around a secondary limit is what GitHub bans integrations for.
        deps.log.warning("GitHub slows this token's owner down (secondary rate limit). Send requests more slowly.");
    }
    const budget = reading.state === 'known' ? reading.buckets.get(request.bucket) : undefined;
    if (!budget)
        return { usable: true, token };
    const measured = { ...token, rateLimit: budget };
    if (budget.remaining >= Math.max(1, request.minRemaining ?? 1))
        return { usable: true, token: measured };
    const report = {
        buckets: { [budget.bucket]: bucketReport(budget, null) },
        outcome: 'exhausted',
        release: true,
    };
    return {
        usable: false,
        token: measured,
        report,
        why: `its ${budget.bucket} budget has ${budget.remaining} left`,
    };
}
const MOST_REQUESTS = 1_000_000;
/** One bucket as the report's contract wants it. */
function bucketReport(seen, remainingAtStart) {
    const bounded = (count) => Math.min(count, MOST_REQUESTS);
    return {
        limit: bounded(seen.limit),
        remaining: bounded(seen.remaining),
        used: bounded(seen.used),
        reset_at: new Date(Math.min(seen.resetAtMs, 8.64e15)).toISOString(),
        ...(remainingAtStart === null ? {} : { remaining_at_start: bounded(remainingAtStart) }),
    };
}
//# sourceMappingURL=check-token.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/pool-rounds.js




/** Giving a bad token back is for the pool's good; the job does not wait long for it. */
const REPORT_TIMEOUT_MS = 4000;
/**
 * Leases, tries each token, gives the bad ones back and asks for others of other owners, for at most
 * `request.attempts` rounds. Fewer tokens than asked for is a result; none is a failure.
 */
async function obtainFromPool(deps, rounds) {
    const { request } = rounds;
    const good = [];
    const bad = [];
    let failure = null;
    for (let attempt = 0; attempt < request.attempts && good.length < request.count; attempt += 1) {
        const seen = [...good, ...bad.map((checked) => checked.token)];
        const exclude = [...request.exclude, ...seen.flatMap((token) => token.ownerRef ?? [])];
        try {
            const leased = await leaseFromPool(deps, { ...rounds, count: request.count - good.length, exclude });
            const checked = await Promise.all(leased.map((token) => checkToken(deps, { ...rounds, token })));
            good.push(...checked.flatMap((one) => (one.usable ? [one.token] : [])));
            const refused = checked.filter((one) => !one.usable);
            bad.push(...refused);
            await Promise.all(refused.map((one) => giveBack(deps, one)));
            // Fewer than asked for and all of them good: the pool has no more.
            if (refused.length === 0)
                break;
        }
        catch (error) {
            failure = error;
            break;
        }
    }
    if (deps.signal.aborted && failure !== null)
        throw failure;
    if (good.length === 0)
        throw failure ?? allRefused(bad);
    if (good.length < request.count) {
        deps.log.warning(`The pool gave ${good.length} of the ${request.count} tokens asked for.`);
    }
    return good;
}
async function giveBack(deps, { token, report, why }) {
    deps.log.info(`A token of ${token.ownerRef ?? 'the pool'} is given back: ${why}.`);
    const { lease, rateLimit, tokenId } = token;
    if (!lease)
        return;
    try {
        if (lease.leaseId !== null)
            await reportLease(deps, { lease, body: report, timeoutMs: REPORT_TIMEOUT_MS });
        else if (report.outcome === 'exhausted' && tokenId !== null && rateLimit !== null) {
            const body = { tokenId, resetAtMs: rateLimit.resetAtMs };
            await reportSpentLegacyToken(deps, { lease, body, timeoutMs: REPORT_TIMEOUT_MS });
        }
        deps.onSettled(token);
    }
    catch (error) {
        if (!(error instanceof types/* SourceFailure */.o))
            throw error;
        // Post tries once more, since `onSettled` was not called; the lease expires by itself in the end.
        deps.log.info(`The pool did not take the token back yet: ${error.message}`);
    }
}
function allRefused(bad) {
    const why = bad.at(-1)?.why ?? 'none was given';
    const tokens = bad.length === 1 ? 'one token' : `${bad.length} tokens`;
    return new types/* SourceFailure */.o('exhausted', `The pool's tokens cannot be used: ${tokens} tried, the last because ${why}.`);
}
//# sourceMappingURL=pool-rounds.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/obtain.js







/** The fallback costs a look at its budget, and no more than this. */
const FALLBACK_CHECK_MS = 3000;
/**
 * Gets what a use case asked for from the first source that has it: a given token, the pool, the App, the fallback.
 * Every token is masked before anything else happens with it. Never returns an empty list; throws `SourceFailure`.
 */
async function obtainTokens(deps, request) {
    const deadlineAtMs = deps.now() + request.timeoutMs;
    if (request.given !== null)
        return [
            await plainToken(deps, { text: request.given, source: 'given', request, reason: null, deadlineAtMs }),
        ];
    const failures = [];
    for (const source of [fromPool, fromApp]) {
        try {
            const tokens = await source(deps, request, deadlineAtMs);
            if (tokens.length > 0)
                return tokens;
        }
        catch (error) {
            failures.push(failureOf(error));
            if (deps.signal.aborted)
                throw failureOf(error);
        }
    }
    return fallBack(deps, { request, failures, deadlineAtMs });
}
async function fromPool(deps, request, deadlineAtMs) {
    if (!request.pool)
        return [];
    // A pool that is slow to fail must leave time for what comes after it.
    const share = request.app ? 0.6 : 0.9;
    const poolDeadlineAtMs = deps.now() + (deadlineAtMs - deps.now()) * share;
    return obtainFromPool(deps, { settings: request.pool, request, deadlineAtMs: poolDeadlineAtMs });
}
async function fromApp(deps, request, deadlineAtMs) {
    if (!request.app)
        return [];
    const { app, githubApiUrl } = request;
    const token = await mintAppToken(deps, {
        app,
        githubApiUrl,
        repository: request.job.repository,
        deadlineAtMs,
    });
    const checked = await checkToken(deps, { token, request, deadlineAtMs });
    if (checked.usable)
        return [checked.token];
    throw new types/* SourceFailure */.o('exhausted', `The App's token cannot be used: ${checked.why}.`);
}
async function fallBack(deps, { request, failures, deadlineAtMs }) {
    const reason = failures.map((failure) => failure.message).join(' ') || request.absence || 'No source is configured.';
    const worst = failures.at(-1);
    if (request.required)
        throw new types/* SourceFailure */.o(worst?.code ?? 'no_credential', `${reason} (\`required\` is set.)`);
    if (request.fallbackToken === null) {
        throw new types/* SourceFailure */.o(worst?.code ?? 'no_credential', `${reason} There is no github-token to fall back to.`);
    }
    return [
        await plainToken(deps, {
            text: request.fallbackToken,
            source: 'fallback',
            request,
            reason,
            deadlineAtMs,
        }),
    ];
}
/** A token that was already there. It is used whatever its check says: there is nothing to put in its place. */
async function plainToken(deps, { text, source, request, reason, deadlineAtMs }) {
    deps.mask(...(0,masks/* tokenMasks */.vc)(text));
    const format = (0,token_format/* checkTokenFormat */.p)(text);
    const token = {
        source,
        token: text,
        // Some servers that speak the Actions protocol issue tokens without GitHub's prefixes.
        kind: format.ok ? format.kind : 'installation',
        tokenId: null,
        ownerRef: null,
        expiresAtMs: null,
        lease: null,
        legacy: false,
        rateLimit: null,
        fallbackReason: reason,
        mintedForThisJob: false,
    };
    deps.onObtained(token);
    const checked = await checkToken(deps, {
        token,
        request,
        deadlineAtMs: Math.min(deadlineAtMs, deps.now() + FALLBACK_CHECK_MS),
    });
    const name = source === 'given' ? 'token' : 'github-token';
    if (!checked.usable)
        deps.log.warning(`The token given as ${name} may not work: ${checked.why}.`);
    return checked.token;
}
function failureOf(error) {
    if (error instanceof types/* SourceFailure */.o)
        return error;
    if (error instanceof http_types/* HttpFailure */.H) {
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        return new types/* SourceFailure */.o(code, error.message, { cause: error });
    }
    throw error;
}
//# sourceMappingURL=obtain.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/token-source.js





const BUDGET_TIMEOUT_MS = 5_000;
/** The header `Date` has whole seconds, and an answer takes time: a smaller difference is no wrong clock. */
const token_source_CLOCK_TOLERANCE_MS = 3_000;
/** The sources of tokens as renewing wants them; all that they hand out goes to the ledger first. */
function createTokenSource(deps, folder, settings) {
    const skew = { aheadMs: 0 };
    const http = noticingClock(deps.http, deps.now, skew);
    const sourceDeps = {
        ...deps,
        http,
        onObtained: (token) => (0,ledger/* recordObtained */.Kq)(folder, token),
        onSettled: (token) => (0,ledger/* recordSettled */.Tt)(folder, token),
    };
    const { githubApiUrl, timeoutMs } = settings.request;
    return {
        issuerAheadMs: () => skew.aheadMs,
        async obtain(request) {
            const [token] = await obtainTokens(sourceDeps, request);
            if (token === undefined)
                throw new types/* SourceFailure */.o('exhausted', 'The source gave no token.');
            return token;
        },
        async renewLease(lease, body) {
            const renewal = await renewLease(sourceDeps, { lease, body, timeoutMs });
            if (renewal.decision === 'replace')
                (0,ledger/* recordObtained */.Kq)(folder, renewal.token);
            return renewal;
        },
        readBudget: (token) => readBudget({ ...sourceDeps }, { githubApiUrl, token, timeoutMs: BUDGET_TIMEOUT_MS }),
    };
}
/** Notes how far the last server's clock is ahead of ours; expiry times are by that clock. */
function noticingClock(http, now, skew) {
    return async (request) => {
        const response = await http(request);
        const serverMs = Date.parse(response.headers.date ?? '');
        const aheadMs = serverMs - now();
        if (Number.isFinite(aheadMs))
            skew.aheadMs = Math.abs(aheadMs) > token_source_CLOCK_TOLERANCE_MS ? aheadMs : 0;
        return response;
    };
}
/** Whether post has to do something about this token. */
function needsSettling(token) {
    return token.lease !== null || token.mintedForThisJob;
}
//# sourceMappingURL=token-source.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/first-token.js







/** Gets the folder's token, masked, and sees to it that a keeper keeps it from now on. */
async function firstToken(deps, { folder, settings }) {
    const { runner, http, now, sleep, random, signal } = deps;
    const sourceDeps = {
        http,
        log: runner.log,
        mask: runner.mask,
        now,
        sleep,
        random,
        signal,
        oidc: settings.oidc,
    };
    const askDeps = {
        source: createTokenSource(sourceDeps, folder, settings),
        clock: life/* systemClock */.ml,
        sleep: (ms) => sleep(ms, signal),
        say: runner.log.warning,
        hide(token) {
            runner.mask(...(0,masks/* tokenMasks */.vc)(token));
            return 'hidden';
        },
        // Only once there is a token to keep: see below.
        revive: () => undefined,
    };
    // A later step masks what was minted in the background since, before it can be met in the log.
    runner.mask(...(0,ledger/* openTokens */.Vb)(folder).flatMap(({ token }) => (0,masks/* tokenMasks */.vc)(token)));
    const credentials = await askForToken(askDeps, { folder, settings });
    hideNow(askDeps, folder, credentials.token);
    (0,refresh_folder/* addKnownToken */.G)(folder, credentials.token);
    if (!isKeeperAlive(folder))
        startKeeper(runner.env, folder, settings);
    return credentials;
}
//# sourceMappingURL=first-token.js.map

/***/ }),

/***/ 338:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ askGitHub),
/* harmony export */   p: () => (/* binding */ gitHubRequest)
/* harmony export */ });
/* harmony import */ var _http_address_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(241);

/** The request that a question makes. */
function gitHubRequest(question) {
    return {
        method: question.method,
        url: (0,_http_address_js__WEBPACK_IMPORTED_MODULE_0__/* .joinUrl */ .we)(question.apiUrl, question.path),
        headers: {
            accept: 'application/vnd.github+json',
            authorization: `Bearer ${question.token}`,
            'x-github-api-version': '2022-11-28',
        },
        ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
        ...(question.signal ? { signal: question.signal } : {}),
        timeoutMs: question.timeoutMs,
    };
}
/** Asks GitHub once. */
function askGitHub(deps, question) {
    return deps.http(gitHubRequest(question));
}
//# sourceMappingURL=github.js.map

/***/ })

};
