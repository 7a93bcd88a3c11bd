// Starts `rulebook lsp` for the files of policies.
const { workspace, window } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async function () {
  const command = workspace.getConfiguration("rulebook").get("path") || "rulebook";
  const files = ["**/policy.yaml", "**/policy-*.yaml", "**/tests.yaml", "**/*.rhai"];
  client = new LanguageClient(
    "rulebook",
    "Rulebook",
    { command, args: ["lsp"] },
    {
      documentSelector: files.map((pattern) => ({ scheme: "file", pattern })),
      // Decision tables in files are parts of a policy, too.
      synchronize: { fileEvents: workspace.createFileSystemWatcher("**/*.{yaml,rhai,csv,xlsx}") },
    },
  );
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(`Rulebook: \`${command} lsp\` cannot be started. Set "rulebook.path". ${error.message}`);
  }
};

exports.deactivate = () => client && client.stop();
