// screen.cjs PLAYWRIGHT CHROMIUM PORT WORKSPACE SHOTS SCREENSHOT
//
// Uses the workbench as a person does: with keys and the mouse, and by what stands on the screen. With a
// folder SHOTS, it leaves the pictures of the documentation there.
const fs = require('node:fs');
const path = require('node:path');
const [playwright, executablePath, port, workspace, shots, screenshot] = process.argv.slice(2);
const { chromium } = require(playwright);

const PATIENCE_MS = Number(process.env.AGENTLS_PATIENCE ?? '30') * 1000;
const agent = path.join(workspace, '.claude/agents/postman.md');

async function main() {
  const sample = fs.readFileSync(path.join(__dirname, '../sample/courier.md'), 'utf8');
  // The machine of a test may have no font for what is left out.
  const text = sample.replace('name: courier', 'name: postman').replace('mail 📬', 'mail').replace('📦 DELIVERY', 'DELIVERY   ');
  fs.writeFileSync(agent, text);
  fs.copyFileSync(path.join(__dirname, '../sample/dispatcher.md'), path.join(path.dirname(agent), 'dispatcher.md'));
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--no-first-run', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const picture = async (name) => {
    if (shots === '') return;
    await page.waitForTimeout(400);
    await page.screenshot({ path: path.join(shots, `${name}.png`) });
  };
  const line = (words) => page.locator('.view-line', { hasText: words }).first();
  const palette = async (command) => {
    await page.keyboard.press('F1');
    await page.waitForSelector('.quick-input-widget:visible input');
    await page.keyboard.type(command);
    await page.waitForSelector(`.quick-input-list .monaco-list-row:has-text("${command}")`);
    await page.keyboard.press('Enter');
  };

  const steps = {
    async 'marks what is wrong'() {
      const payload = [['openFile', `vscode-remote://127.0.0.1:${port}${encodeURI(agent).replaceAll('#', '%23')}`], ['skipWelcome', 'true']];
      const query = `folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
      // The workbench itself takes its time; what comes after it has to be quick.
      await page.goto(`http://127.0.0.1:${port}/?${query}`);
      await page.waitForSelector('.monaco-editor .view-lines', { timeout: 60_000 });
      await page.waitForSelector('.squiggly-warning', { timeout: PATIENCE_MS + 10_000 });
      await picture('vscode');
    },

    async 'says in the status bar and above the file what becomes of the agent'() {
      await page.waitForSelector('.statusbar-item:has-text("postman: loads in Claude Code")');
      await page.waitForSelector('.codelens-decoration:has-text("✓ loads in Claude Code")');
    },

    async 'explains a field of expertise under the mouse'() {
      await line('JWT tokens').click();
      await line('JWT tokens').locator('span', { hasText: 'JWT' }).last().hover();
      await page.waitForSelector('.monaco-hover:not(.hidden) :text("JSON Web Token")');
      await picture('vscode-hover');
      await page.keyboard.press('Escape');
    },

    async 'completes a tool while typing'() {
      await line('tools: Read').click();
      await page.keyboard.press('End');
      await page.keyboard.type(', Glo', { delay: 30 });
      await page.keyboard.press('Control+Space');
      await page.waitForSelector('.suggest-widget.visible .monaco-list-row:has-text("Glob")');
      await picture('vscode-completion');
      await page.keyboard.press('Enter');
      await line('tools: Read, Write, Grpe, Glob').waitFor();
    },

    async 'inserts an output format from the menu of code actions'() {
      await line('Courier (the one').click();
      const entry = page.locator('.action-widget .monaco-list-row', { hasText: 'Insert output format' }).first();
      // VS Code drops the key while it looks at what was typed just before.
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !(await entry.isVisible()); ) {
        await page.keyboard.press('Control+.');
        await entry.waitFor({ timeout: 3000 }).catch(() => undefined);
      }
      await entry.waitFor();
      await picture('vscode-actions');
      await entry.click();
      await entry.waitFor({ state: 'hidden' });
      await line('Output Format').waitFor();
      // Out of the stops of the snippet.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+s');
      const end = Date.now() + PATIENCE_MS;
      while (!/^## .*Output Format$/m.test(fs.readFileSync(agent, 'utf8'))) {
        if (Date.now() > end) throw new Error('the output format is not on disk');
        await page.waitForTimeout(50);
      }
    },

    async 'shows the agent as its caller sees it'() {
      await palette('agentls: Preview as Its Caller Sees It');
      await page.waitForSelector('.tab:has-text("postman (preview)")');
      await line('What its caller sees').waitFor();
      await picture('vscode-preview');
    },

    async 'lists the agents by tool and place'() {
      await page.keyboard.press('Control+1');
      await page.locator('.pane-header', { hasText: 'Agents' }).click();
      const rows = page.locator('.pane:has(.pane-header:has-text("Agents")) .monaco-list-row');
      await rows.filter({ hasText: 'Claude Code' }).first().waitFor();
      await rows.filter({ hasText: 'dispatcher' }).first().waitFor();
      await rows.filter({ hasText: 'postman' }).first().waitFor();
    },

    async 'draws who hands work over to whom'() {
      await palette('agentls: Map of Agents');
      const frame = await until(async () => {
        for (const frame of page.frames()) {
          if (await frame.locator('#map .agent').count().catch(() => 0)) return frame;
        }
        return undefined;
      });
      await frame.locator('.agent[data-name="dispatcher"]').waitFor();
      const agents = await frame.locator('.agent').count();
      if ((await frame.locator('.arrow').count()) < 1) throw new Error('nobody hands over');
      await picture('vscode-map');
      await frame.locator('#filter').fill('planning');
      await frame.locator('#count', { hasText: `1 of ${agents} agents` }).waitFor();
      await frame.locator('#filter').fill('');

      await frame.locator('#export').click();
      await page.waitForSelector('.quick-input-widget:visible input');
      await page.keyboard.press('Enter');
      const exported = path.join(workspace, 'agents.svg');
      await until(async () => fs.existsSync(exported) && fs.readFileSync(exported, 'utf8').includes('dispatcher'));

      await frame.locator('.agent[data-name="dispatcher"]').click();
      await page.waitForSelector('.tab.active:has-text("dispatcher.md")');
    },

    async 'renames an agent from where it is named: its file, and all that name it'() {
      const folder = path.dirname(agent);
      const [old, renamed, other] = ['courier.md', 'carrier.md', 'dispatcher.md'].map((name) => path.join(folder, name));
      const before = fs.readFileSync(old, 'utf8');
      const before_other = fs.readFileSync(other, 'utf8');
      await line('Delegate deliveries').locator('span', { hasText: 'courier' }).last().click();
      const input = page.locator('.rename-box input');
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !(await input.isVisible()); ) {
        await page.keyboard.press('F2');
        await input.waitFor({ timeout: 3000 }).catch(() => undefined);
      }
      if ((await input.inputValue()) !== 'courier') throw new Error(`renames ${await input.inputValue()}`);
      await input.fill('carrier');
      await page.keyboard.press('Enter');
      // What a renaming has changed is saved by VS Code itself.
      await until(async () => fs.existsSync(renamed) && !fs.existsSync(old));
      const wanted = [before.replace('name: courier', 'name: carrier'), before_other.replace('`courier`', '`carrier`')];
      const seen = () => [renamed, other].map((file) => fs.readFileSync(file, 'utf8'));
      await until(async () => seen().every((text, at) => text === wanted[at])).catch(() => {
        throw new Error(`other bytes: ${JSON.stringify(seen())}`);
      });
    },

    async 'introduces itself'() {
      await palette('Welcome: Open Walkthrough...');
      await page.keyboard.type('Agents that do what you wrote');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.getting-started-step:has-text("Make an agent")');
    },
  };

  const until = async (there) => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await page.waitForTimeout(100)) {
      const seen = await there();
      if (seen) return seen;
    }
    throw new Error('never');
  };

  let status = 0;
  const begin = Date.now();
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step();
      console.log(`ok: screen: ${name}`);
    } catch (fault) {
      console.log(`not ok: screen: ${name}: ${fault.message}`);
      await page.screenshot({ path: screenshot });
      console.log(`   the screen is in ${screenshot}`);
      status = 1;
      break;
    }
  }
  console.log(`   ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  await browser.close();
  process.exit(status);
}

void main();
