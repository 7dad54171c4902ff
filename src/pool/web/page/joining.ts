import { type Html, html } from './html.js';
import { type OperatorView, operatorLine } from './operator.js';

/** What somebody should know who thinks of lending. */
export type JoiningView = {
  operator: OperatorView;
  reservePercent: number;
  /** False when the pool has no OAuth app: then nobody can join through the page. */
  canJoin: boolean;
};

/** The short form, for the front page. */
export function joiningSummary(view: JoiningView): Html {
  if (!view.canJoin) {
    return html`<p>This pool takes tokens from its operators only: it has no GitHub OAuth app for people to sign in with.</p>`;
  }
  return html`<ul class="points">
<li><strong>What you lend</strong> A token that can read what anyone can read: no private repository, no writing, nothing in your name.</li>
<li><strong>What it costs you</strong> Part of your hourly API requests. ${view.reservePercent} % always stay yours, and you may keep more.</li>
<li><strong>What you risk</strong> GitHub’s terms forbid sharing tokens to exceed its rate limits. Read what that means before you lend.</li>
<li><strong>How you stop</strong> Pause whenever you like, or leave: the token is deleted here and revoked at GitHub.</li>
</ul>
<p><a class="button primary" href="/auth">Lend a token</a></p>`;
}

/** The page that comes before GitHub's: everything there is to know, and the consent. */
export function consentMain(view: JoiningView, isMissing: boolean): Html {
  return html`<h1>Before you lend</h1>
<p class="lead">CI jobs lease GitHub tokens from this pool, because one account’s API budget is too small for them.
You would lend them part of yours.</p>
${operatorLine(view.operator)}
<h2>What you lend</h2>
<p>A token <strong>without any scope</strong>. It reads what anyone can read. It cannot write, see private
repositories, or act in your name. It is stored encrypted and goes only to jobs that the operator allows.</p>
<p>Those jobs spend your hourly API requests, which everything else you use shares: <code>gh</code>, editors, other apps.
${view.reservePercent} % always stay yours. You see every use, and you can pause or leave at any time.</p>
<h2>Who can learn that it is you</h2>
<p>The pages of this pool show a made-up name instead of your login. But <strong>a job that holds your token can ask
GitHub whose it is</strong>, so whoever runs a job here can learn your login. The operator knows it too.</p>
<h2>What you risk</h2>
<p><a href="https://docs.github.com/en/site-policy/github-terms/github-terms-of-service#h-api-terms" rel="noreferrer">GitHub’s
Terms of Service, section H</a>, say: <q>You may not share API tokens to exceed GitHub’s rate limitations.</q> GitHub has not approved this pool. It could see your lending as
a breach of its terms and limit or suspend <strong>your account</strong>, not only the pool’s. If you cannot afford that,
do not lend.</p>
<form method="post" action="/auth" class="card">
${isMissing ? html`<p class="problem" id="missing" role="alert">Tick the box first if you agree; nothing was sent to GitHub.</p>` : html``}
<label class="check"><input type="checkbox" name="agree" value="yes" required${isMissing ? html` aria-describedby="missing" autofocus` : html``}/>
<span>I have read this, I take the risk, and I lend my own account, not one made for lending.</span></label>
<p><button class="primary" type="submit">Continue to GitHub</button> <a class="button" href="/">Not now</a></p>
</form>
<p class="quiet">Lending already? Signing in takes the same way and adds nothing: the newer token replaces the older one.</p>`;
}
