/** Languages that have a sample. */
export type Language = "node" | "python" | "go";

/** Checks of a signature, short enough to read: the Standard Webhooks libraries do the same. */
export const samples: Record<Language, string> = {
  node: `import { createHmac, timingSafeEqual } from "node:crypto";

export function verify(secret, headers, body) { // body: the raw text
  const id = headers["webhook-id"], at = headers["webhook-timestamp"];
  if (Math.abs(Date.now() / 1000 - at) > 300) return false;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const mac = createHmac("sha256", key).update(\`\${id}.\${at}.\${body}\`).digest();
  return headers["webhook-signature"].split(" ").some((one) => {
    const theirs = Buffer.from(one.replace("v1,", ""), "base64");
    return theirs.length === mac.length && timingSafeEqual(theirs, mac);
  });
}`,
  python: `import base64, hashlib, hmac, time

def verify(secret, headers, body):  # body: the raw bytes
    id, at = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(at)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"{id}.{at}.".encode() + body, hashlib.sha256)
    ours = "v1," + base64.b64encode(mac.digest()).decode()
    return any(hmac.compare_digest(ours, one)
               for one in headers["webhook-signature"].split(" "))`,
  go: `func verify(secret string, h http.Header, body []byte) bool { // body: the raw bytes
	id, at := h.Get("webhook-id"), h.Get("webhook-timestamp")
	sent, err := strconv.ParseInt(at, 10, 64)
	if err != nil || time.Since(time.Unix(sent, 0)).Abs() > 5*time.Minute {
		return false
	}
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	mac := hmac.New(sha256.New, key)
	mac.Write(append([]byte(id+"."+at+"."), body...))
	ours := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, one := range strings.Fields(h.Get("webhook-signature")) {
		if hmac.Equal([]byte(ours), []byte(one)) {
			return true
		}
	}
	return false
}`,
};
