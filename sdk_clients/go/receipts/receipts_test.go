package receipts

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"countermark.dev/client/core"
)

// The fourth receipt of a batch of five, made by the service's own code (sdk_clients/conformance/vectors.py).
const vector = `{
  "v": 1,
  "log_id": "env_01hwpnr0000000000000000007",
  "entry_id": "ent_01hwpnt0000000000000000003",
  "leaf_hash": "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=",
  "issued_at_us": 1795262400123456,
  "due_at_us": 1795262460123456,
  "batch_index": 3,
  "batch_size": 5,
  "batch_path": [
    "9z9TkL3nxh7WiqgkMR7uFf6XMVqeuq+R6oddmO34pNo=",
    "VzobcFnTfgdmI+xIS740EWVDR/7P2BTVavc1O6cUOZM=",
    "lUffwFv5BW46YlysVjXKlwzQZhSi/yf5pw+RsjnNbFw="
  ],
  "key_id": "83f02f2d",
  "signature": "Rcfupyx5JfMXrhYtW+y2iiKdm+UsCUXGwRv2rWazhEMqUGlqP6Gec9md568GEl2Kui3NsGzbZD26rC6rtyrwBA=="
}`

const key = "countermark.example/receipts+83f02f2d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"

func receipt(t *testing.T) core.Receipt {
	t.Helper()
	var found core.Receipt
	if err := json.Unmarshal([]byte(vector), &found); err != nil {
		t.Fatal(err)
	}
	return found
}

func checkOf(err error) Check {
	var refused *Refused
	if errors.As(err, &refused) {
		return refused.Check
	}
	return ""
}

func TestAReceiptVerifies(t *testing.T) {
	if err := Verify(receipt(t), key); err != nil {
		t.Fatal(err)
	}
	if check := checkOf(Verify(receipt(t))); check != CheckKey {
		t.Error("without keys:", check)
	}
	if check := checkOf(Verify(receipt(t), "countermark.example/receipts+83f02f2e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")); check != CheckKey {
		t.Error("an id that is not the key's:", check)
	}
}

func TestEachChangeIsRefusedByItsCheck(t *testing.T) {
	for name, change := range map[string]struct {
		change func(*core.Receipt)
		check  Check
	}{
		"version":                     {func(r *core.Receipt) { r.V = 2 }, CheckForm},
		"log":                         {func(r *core.Receipt) { r.LogId = "env_01hwpnr0000000000000000008" }, CheckSignature},
		"log of no kind":              {func(r *core.Receipt) { r.LogId = "ent_01hwpnr0000000000000000007" }, CheckForm},
		"entry":                       {func(r *core.Receipt) { r.EntryId = "ent_01hwpnt0000000000000000002" }, CheckSignature},
		"entry too long":              {func(r *core.Receipt) { r.EntryId += "0" }, CheckForm},
		"entry too large":             {func(r *core.Receipt) { r.EntryId = "ent_81hwpnt0000000000000000003" }, CheckForm},
		"entry misspelled":            {func(r *core.Receipt) { r.EntryId = "ent_01hwpnt000000000000000000u" }, CheckForm},
		"leaf":                        {func(r *core.Receipt) { r.LeafHash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }, CheckSignature},
		"leaf too short":              {func(r *core.Receipt) { r.LeafHash = "AAAA" }, CheckForm},
		"issued":                      {func(r *core.Receipt) { r.IssuedAtUs-- }, CheckSignature},
		"issued too early":            {func(r *core.Receipt) { r.IssuedAtUs = 1<<32 - 1 }, CheckTimes},
		"due":                         {func(r *core.Receipt) { r.DueAtUs++ }, CheckSignature},
		"due before":                  {func(r *core.Receipt) { r.DueAtUs = r.IssuedAtUs - 1 }, CheckTimes},
		"place":                       {func(r *core.Receipt) { r.BatchIndex-- }, CheckSignature},
		"place outside":               {func(r *core.Receipt) { r.BatchIndex = r.BatchSize }, CheckPlace},
		"place negative":              {func(r *core.Receipt) { r.BatchIndex = -1 }, CheckPlace},
		"size":                        {func(r *core.Receipt) { r.BatchSize++ }, CheckSignature},
		"size too large":              {func(r *core.Receipt) { r.BatchSize = 65_537 }, CheckPlace},
		"path":                        {func(r *core.Receipt) { r.BatchPath[0] = r.BatchPath[1] }, CheckSignature},
		"path shorter":                {func(r *core.Receipt) { r.BatchPath = r.BatchPath[1:] }, CheckPath},
		"path of no hash":             {func(r *core.Receipt) { r.BatchPath[0] = "AAAA" }, CheckForm},
		"key":                         {func(r *core.Receipt) { r.KeyId = "00000000" }, CheckKey},
		"key in capitals":             {func(r *core.Receipt) { r.KeyId = "83F02F2D" }, CheckForm},
		"signature":                   {func(r *core.Receipt) { r.Signature = "A" + r.Signature[1:] }, CheckSignature},
		"signature short":             {func(r *core.Receipt) { r.Signature = "AAAA" }, CheckSignature},
		"signature spelled otherwise": {func(r *core.Receipt) { r.Signature += "\n" }, CheckForm},
	} {
		changed := receipt(t)
		change.change(&changed)
		if check := checkOf(Verify(changed, key)); check != change.check {
			t.Errorf("%s: %q, not %q", name, check, change.check)
		}
	}
}

func TestWhatIsNoReceiptIsRefused(t *testing.T) {
	for _, text := range []string{"", "null", "5", "[]", "{}", `{"v":1}`, `"receipt"`, strings.Repeat("[", 100_000)} {
		var refused *Refused
		if err := VerifyJSON([]byte(text)); !errors.As(err, &refused) || refused.Check != CheckForm {
			t.Errorf("%.20s: %v", text, err)
		}
	}
}

func TestKeysOfReceiptsArePicked(t *testing.T) {
	published := core.LedgerKeys{Keys: []core.LedgerKey{{Use: "log", VerifierKey: "a"}, {Use: "receipts", VerifierKey: key}, {Use: "super", VerifierKey: "b"}}}
	if keys := KeysOf(&published); len(keys) != 1 || keys[0] != key {
		t.Error(keys)
	}
}
