// Starts `regn lsp` for KQL scripts, and has it run the query at the cursor. Plain JavaScript: what VS Code
// does not bring is vscode-languageclient, which `npm install` fetches before the extension is packed.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** The client of the running server. */
let client;

function start() {
  const [command, ...args] = vscode.workspace.getConfiguration("regn").get("command");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const options = folder?.scheme === "file" ? { cwd: folder.fsPath } : {};
  client = new LanguageClient(
    "regn",
    "Regn",
    { command, args, options },
    { documentSelector: [{ language: "kusto" }], synchronize: { configurationSection: "regn" } },
  );
  return client.start().catch((error) => {
    vscode.window.showErrorMessage(
      `Regn's server does not start: ${error.message}. Is \`${command}\` in PATH? The setting is regn.command.`,
    );
  });
}

/** Sends one of the server's commands for the statement at the cursor; the server shows the result. */
async function here(command) {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.document.languageId !== "kusto" || !client?.isRunning()) {
    return;
  }
  const { line, character } = editor.selection.active;
  const argument = {
    uri: client.code2ProtocolConverter.asUri(editor.document.uri),
    position: { line, character },
  };
  try {
    await client.sendRequest("workspace/executeCommand", { command, arguments: [argument] });
  } catch (error) {
    vscode.window.showErrorMessage(`Regn: ${error.message}`);
  }
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("regn.runHere", () => here("regn.run")),
    vscode.commands.registerCommand("regn.explainHere", () => here("regn.explain")),
    vscode.commands.registerCommand("regn.restart", async () => {
      await client?.dispose();
      await start();
    }),
  );
  await start();
}

function deactivate() {
  return client?.dispose();
}

module.exports = { activate, deactivate };
