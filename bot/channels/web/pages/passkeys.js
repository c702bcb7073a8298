// What the page of passkeys needs a script for: the browser's own question, and its answer into the form.
// It asks only when the button is pressed, and sends nothing by itself. Every word stands on the page.
"use strict";

(() => {
  const form = document.getElementById("ceremony");
  const knows = window.PublicKeyCredential && navigator.credentials && navigator.credentials.create;
  if (!form || !knows) return;
  const button = form.querySelector("button"), answer = form.elements.answer, problem = document.getElementById("problem");

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
  const toText = (bytes) =>
    btoa(Array.from(new Uint8Array(bytes), (each) => String.fromCharCode(each)).join(""))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  function readOptions() {
    const asked = JSON.parse(form.dataset.options);
    asked.challenge = toBytes(asked.challenge);
    if (asked.user) asked.user.id = toBytes(asked.user.id);
    for (const each of asked.excludeCredentials || []) each.id = toBytes(each.id);
    return asked;
  }

  function write(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    const id = toText(credential.rawId);
    return JSON.stringify({ id, rawId: id, type: credential.type, response });
  }

  function tell(fault) {
    const told = {
      NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "there", SecurityError: "address",
      ConstraintError: "unverified", NotSupportedError: "unverified",
    };
    const title = document.createElement("h2"), said = document.createElement("p");
    title.textContent = form.dataset.title;
    said.textContent = form.dataset[told[fault && fault.name] || "failed"];
    problem.replaceChildren(title, said);
    problem.className = "problem";
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    try {
      const publicKey = readOptions(), ask = navigator.credentials;
      const found = await (publicKey.user ? ask.create({ publicKey }) : ask.get({ publicKey }));
      answer.value = write(found);
      form.submit();
    } catch (fault) {
      tell(fault);
      button.disabled = false;
      button.focus();
    }
  });

  window.addEventListener("pageshow", () => {
    answer.value = "";
    button.disabled = false;
  });
  document.getElementById("needs").hidden = true;
  form.hidden = false;
})();
