import { type Html, html } from './html.js';
import { type OperatorView, operatorLine } from './operator.js';

/** What a prospective contributor should know. */
export type JoiningView = {
  operator: OperatorView;
  reservePercent: number;
  /** False when the pool has no OAuth app: then joining is not possible. */
  canJoin: boolean;
};

/** The short form, for the front page. */
export function joiningSummary({ canJoin, reservePercent }: JoiningView): Html {
  if (!canJoin) {
    return html`<p>Only the operator adds tokens to this pool: it has no GitHub OAuth app for people to sign in with.</p>`;
  }
  return html`<ul class="points">
<li><strong>What you lend</strong> A token that reads what is public. It cannot see private repositories, write, or act in your name.</li>
<li><strong>What it costs you</strong> Some of your hourly API requests. Jobs get your token only while more than ${reservePercent}% of them are left; you can choose another share.</li>
<li><strong>What you risk</strong> GitHub’s terms forbid sharing tokens to exceed its rate limits. The next page says what that means for you.</li>
<li><strong>How you stop</strong> Pause whenever you like, or leave: the token is deleted here and revoked at GitHub.</li>
</ul>
<p><a class="button primary" href="/auth">Lend a token</a></p>`;
}

export type ConsentView = JoiningView & {
  /** The login of a reader who is signed in, or null. */
  login: string | null;
  /** Whether the form came back without the consent. */
  isMissing: boolean;
};

function forLenders({ login }: ConsentView): Html {
  return login === null
    ? html`<p class="quiet">Lending already? Continue the same way to sign in. The new token replaces the old one, and a pause stays.</p>`
    : html`<p class="note">You lend already, as <strong>${login}</strong>. Continue only if your token
has stopped working; a new one replaces it. For everything else see <a href="/me">your lending</a>.</p>`;
}

/** The page before GitHub's: what lending means, and the consent. */
export function consentMain(view: ConsentView): Html {
  return html`<h1>Before you lend</h1>
<p class="lead">CI jobs lease GitHub tokens from this pool because the API requests of one account are not enough for them.
You would lend them some of yours.</p>
${operatorLine(view.operator)}
${forLenders(view)}
<h2>What you lend</h2>
<p>A token <strong>without any scope</strong>. It reads what is public. It cannot see private repositories, write, or act
in your name. It is stored encrypted, and only jobs that the operator allows can lease it.</p>
<p>Those jobs spend the API requests that GitHub gives you each hour, and so does everything else you use: <code>gh</code>,
your editor, other apps. The pool stops handing out your token when ${view.reservePercent}% of them are left, or a share
that you choose; <strong>a job that already has the token can still spend more</strong>. You see every use, and you can pause or
leave at any time.</p>
<h2>Who can learn that it is you</h2>
<p>The pages of this pool show a made-up name instead of your login. But <strong>a job that holds your token can ask
GitHub whose it is</strong>, so anyone who runs a job here can learn your login. The operator knows it too.</p>
<h2>What you risk</h2>
<p><a href="https://docs.github.com/en/site-policy/github-terms/github-terms-of-service#h-api-terms" rel="noreferrer">GitHub’s
Terms of Service, section H</a>, say: <q>You may not share API tokens to exceed GitHub’s rate limitations.</q> GitHub has not
approved this pool. It may see your lending as a breach of its terms and limit or suspend <strong>your account</strong>, not
only the pool’s. If you cannot afford that, do not lend.</p>
<form method="post" action="/auth" class="card narrow">
${view.isMissing ? html`<p class="problem" id="missing" role="alert">Tick the box first if you agree. Nothing was sent to GitHub.</p>` : html``}
<label class="check"><input type="checkbox" name="agree" value="yes" required${view.isMissing ? html` aria-describedby="missing" autofocus` : html``}/>
<span>I have read this and accept the risk. I lend my own account, not one made for lending.</span></label>
<p class="buttons"><button class="primary" type="submit">Continue to GitHub</button><a class="button" href="/">Not now</a></p>
</form>`;
}

/** Replaces the page above in a pool without an OAuth app. */
export function closedMain(operator: OperatorView): Html {
  const isKnown = operator.name !== null || operator.contact !== null;
  return html`<h1>Nobody can sign in here yet</h1>
<p>This pool has no GitHub OAuth app for people to sign in with. Its operator can add one, with
<code>GITHUB_CLIENT_ID</code> and <code>GITHUB_CLIENT_SECRET</code>.</p>
${isKnown ? operatorLine(operator) : html``}
<p><a class="button" href="/">Back to the pool</a></p>`;
}
