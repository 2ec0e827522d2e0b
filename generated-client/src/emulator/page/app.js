// Lists the recorded messages.
const list = document.getElementById("messages");
const response = await fetch("/_emulator/messages");
for (const message of (await response.json()).messages) {
  const item = document.createElement("li");
  item.textContent = message.messageId;
  list.append(item);
}
