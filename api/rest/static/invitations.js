"use strict";
// The token is in the fragment, which browsers send to no server; it is taken out of the address bar and the history at once.
const token = decodeURIComponent(location.hash.slice(1));
history.replaceState(null, "", location.pathname);
const form = document.getElementById("accept");
const problem = document.getElementById("problem");
const status = document.getElementById("status");

function tell(place, lines) {
  place.replaceChildren(...lines.filter(Boolean).map((line) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    return paragraph;
  }));
  place.hidden = false;
  place.focus();
}

function said(answer) {
  const fields = (answer.errors || []).map((each) => `${each.field}: ${each.reason} ${each.fix}`);
  return [answer.detail || answer.title, ...fields, fields.length ? "" : answer.fix];
}

async function accept(event) {
  event.preventDefault();
  problem.hidden = true;
  const password = form.elements.password.value;
  if (password !== form.elements.again.value) {
    tell(problem, ["The two passwords differ."]);
    return;
  }
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch("../api/v1/invitations/accept", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, password }),
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    const body = await answer.json();
    if (answer.ok) {
      form.hidden = true;
      form.reset();
      tell(status, ["You are a member now. Sign in with your address and this password."]);
    } else {
      tell(problem, said(body));
    }
  } catch {
    tell(problem, ["The service cannot be reached.", "Try again in a moment."]);
  } finally {
    button.disabled = false;
  }
}

if (token) {
  form.addEventListener("submit", accept);
  form.hidden = false;
} else {
  tell(problem, ["This address holds no invitation.", "Open the link of the mail, whole."]);
}
