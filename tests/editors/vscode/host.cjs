// host.cjs PLAYWRIGHT CHROMIUM PORT WORKSPACE SUITE SCREENSHOT
//
// Opens the workbench in a browser without a window. The workbench runs the suite in its extension
// host, and says through two functions of the page what it prints and how it ends.
const [playwright, executablePath, port, workspace, suite, screenshot] = process.argv.slice(2);
const { chromium } = require(playwright);

// Each step has a patience of its own.
const PATIENCE_MS = 300_000;

async function main() {
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--no-first-run', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
  await page.exposeFunction('codeAutomationLog', (_type, args) => console.log(...args));
  const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, 'late'));

  const at = `vscode-remote://127.0.0.1:${port}${suite}`;
  const payload = [
    ['extensionDevelopmentPath', at],
    ['extensionTestsPath', `${at}/index.cjs`],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  const status = await Promise.race([ended, late]);
  if (status !== 0) {
    await page.screenshot({ path: screenshot });
    console.log(`ended with ${status}; the screen is in ${screenshot}`);
  }
  await browser.close();
  process.exit(status === 0 ? 0 : 1);
}

void main();
