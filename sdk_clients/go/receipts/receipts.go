// Package receipts verifies the receipts of decisions, without a network: that one of the keys given promised that an entry
// will be in a log by a deadline. That it is there is shown by a proof, which the program countermark-verify checks.
//
// A signature covers a batch of receipts: their statements are the leaves of a tree as in RFC 6962, and a receipt has its path
// to the root. A statement is the deterministic CBOR of {v, ts, due, eid, log, leaf}; the signature is Ed25519 over
// "countermark/receipt/v1" NUL, the root, and the batch's size as four bytes, big-endian.
package receipts

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math/bits"
	"strings"

	"countermark.dev/client/core"
)

// Check is what a receipt failed.
type Check string

// The checks, in the order in which they are made.
const (
	CheckForm      Check = "form"      // it is not a receipt of a version that is known
	CheckTimes     Check = "times"     // the deadline is before the issue, or the issue before our time
	CheckPlace     Check = "place"     // its place in the batch is out of range
	CheckPath      Check = "path"      // its path does not fit its place
	CheckKey       Check = "key"       // none of the keys given is the one that it names
	CheckSignature Check = "signature" // the signature is not of this receipt
)

// Refused says which check a receipt failed.
type Refused struct {
	Check  Check
	Reason string
}

func (e *Refused) Error() string {
	return "countermark: receipt refused (" + string(e.Check) + "): " + e.Reason
}

// KeysOf picks the keys of receipts from those that a ledger publishes. Pin what it returns.
func KeysOf(published *core.LedgerKeys) []string {
	var keys []string
	for _, key := range published.Keys {
		if key.Use == "receipts" {
			keys = append(keys, key.VerifierKey)
		}
	}
	return keys
}

const (
	version       = 1
	label         = "countermark/receipt/v1\x00"
	batchSizeMax  = 65_536
	pathMax       = 16
	timeLeast     = 1 << 32 // every later microsecond takes eight bytes, so a statement has one length
	kindEd25519   = 1
	keyIDBytes    = 4
	hashBytes     = sha256.Size
	idLetters     = "0123456789abcdefghjkmnpqrstvwxyz"
	idLetterCount = 26
)

// Verify accepts a receipt that one of the keys signed, as it stands. keys are as GET /api/v1/ledger/keys shows them:
// name+id+key. Those of another kind than Ed25519 are passed over. The error is a *[Refused].
func Verify(receipt core.Receipt, keys ...string) error {
	message, err := signedBytes(receipt)
	if err != nil {
		return err
	}
	keyID, ok := lowerHex(receipt.KeyId)
	if !ok {
		return &Refused{CheckForm, "key_id is not lower-case hex"}
	}
	signature, ok := octets(receipt.Signature)
	if !ok {
		return &Refused{CheckForm, "signature is not base64"}
	}
	known := false
	for _, text := range keys {
		id, key, err := parseKey(text)
		if err != nil {
			return err
		}
		if key == nil || id != string(keyID) {
			continue
		}
		known = true
		if ed25519.Verify(key, message, signature) {
			return nil
		}
	}
	if !known {
		return &Refused{CheckKey, "it is signed by a key that is not trusted"}
	}
	return &Refused{CheckSignature, "its signature is wrong"}
}

// VerifyJSON is Verify of a receipt as it was kept: exactly the fields of one, whole numbers and texts. What core.Receipt would
// take for nought, or leave out, is refused.
func VerifyJSON(receipt []byte, keys ...string) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(receipt, &fields); err != nil {
		return &Refused{CheckForm, "it is no JSON object: " + err.Error()}
	}
	for _, name := range fieldNames {
		if value, has := fields[name]; !has || string(value) == "null" {
			return &Refused{CheckForm, name + " is missing"}
		}
		delete(fields, name)
	}
	if len(fields) > 0 {
		return &Refused{CheckForm, "it has fields that no receipt has"}
	}
	var read core.Receipt
	if err := json.Unmarshal(receipt, &read); err != nil {
		return &Refused{CheckForm, "a field is not what it should be: " + err.Error()}
	}
	return Verify(read, keys...)
}

var fieldNames = []string{
	"v", "log_id", "entry_id", "leaf_hash", "issued_at_us", "due_at_us", "batch_index", "batch_size", "batch_path", "key_id", "signature",
}

// signedBytes follows a receipt's path in its batch to what the batch's signature covers.
func signedBytes(receipt core.Receipt) ([]byte, error) {
	if receipt.V != version {
		return nil, &Refused{CheckForm, "only receipts of version 1 are known"}
	}
	log, logOK := parseID("env_", receipt.LogId)
	entry, entryOK := parseID("ent_", receipt.EntryId)
	leaf, leafOK := octets(receipt.LeafHash)
	if !logOK || !entryOK || !leafOK || len(leaf) != hashBytes || len(receipt.BatchPath) > pathMax {
		return nil, &Refused{CheckForm, "log_id, entry_id, leaf_hash or batch_path has not the form it must have"}
	}
	if receipt.IssuedAtUs < timeLeast || receipt.DueAtUs < receipt.IssuedAtUs {
		return nil, &Refused{CheckTimes, "the deadline is before the issue, or the issue before our time"}
	}
	if receipt.BatchIndex < 0 || receipt.BatchIndex >= receipt.BatchSize || receipt.BatchSize > batchSizeMax {
		return nil, &Refused{CheckPlace, "the place in the batch is out of range"}
	}
	path := make([][]byte, 0, len(receipt.BatchPath))
	for _, text := range receipt.BatchPath {
		hash, ok := octets(text)
		if !ok || len(hash) != hashBytes {
			return nil, &Refused{CheckForm, "a hash of batch_path is not 32 bytes of base64"}
		}
		path = append(path, hash)
	}
	stated := statement(log, entry, leaf, uint64(receipt.IssuedAtUs), uint64(receipt.DueAtUs))
	root, ok := rootOfPath(receipt.BatchIndex, receipt.BatchSize, hash(0, stated), path)
	if !ok {
		return nil, &Refused{CheckPath, "its path in the batch has another length"}
	}
	return binary.BigEndian.AppendUint32(append([]byte(label), root...), uint32(receipt.BatchSize)), nil
}

// statement is what a receipt states, as deterministic CBOR. It has one length, so no encoder is needed.
func statement(log, entry, leaf []byte, issued, due uint64) []byte {
	made := []byte("\xa6\x61v\x01\x62ts\x1b")
	made = binary.BigEndian.AppendUint64(made, issued)
	made = append(made, "\x63due\x1b"...)
	made = binary.BigEndian.AppendUint64(made, due)
	made = append(append(made, "\x63eid\x50"...), entry...)
	made = append(append(made, "\x63log\x50"...), log...)
	return append(append(made, "\x64leaf\x58\x20"...), leaf...)
}

func hash(kind byte, parts ...[]byte) []byte {
	made := sha256.New()
	made.Write([]byte{kind})
	for _, part := range parts {
		made.Write(part)
	}
	return made.Sum(nil)
}

// rootOfPath is the root that a path leads to (RFC 6962 section 2.1.1). It says false where its length is not that of the place.
func rootOfPath(index, size int64, leaf []byte, path [][]byte) ([]byte, bool) {
	var left []bool // of each sibling, from the root down: whether it stands left of the leaf
	for start, end := int64(0), size; end-start > 1; {
		middle := start + int64(1)<<(bits.Len64(uint64(end-start-1))-1)
		left = append(left, index >= middle)
		if index < middle {
			end = middle
		} else {
			start = middle
		}
	}
	if len(left) != len(path) {
		return nil, false
	}
	for i, sibling := range path {
		if left[len(left)-1-i] {
			leaf = hash(1, sibling, leaf)
		} else {
			leaf = hash(1, leaf, sibling)
		}
	}
	return leaf, true
}

// parseKey reads name+id+key. The key is nil where it is of another kind than Ed25519.
func parseKey(text string) (string, ed25519.PublicKey, error) {
	name, rest, _ := strings.Cut(text, "+")
	listed, encoded, _ := strings.Cut(rest, "+")
	bytes, ok := octets(encoded)
	if !ok || name == "" || strings.ContainsAny(name, " \t\r\n") || len(bytes) < 2 {
		return "", nil, &Refused{CheckKey, "this is not a key (name+id+key): " + text}
	}
	digest := sha256.Sum256(append([]byte(name+"\n"), bytes...))
	id := string(digest[:keyIDBytes])
	if listed != hex.EncodeToString([]byte(id)) {
		return "", nil, &Refused{CheckKey, "the id of this key does not belong to it: " + text}
	}
	if bytes[0] != kindEd25519 {
		return id, nil, nil
	}
	if len(bytes)-1 != ed25519.PublicKeySize {
		return "", nil, &Refused{CheckKey, "this is not an Ed25519 key: " + text}
	}
	return id, ed25519.PublicKey(bytes[1:]), nil
}

// parseID gives the 16 bytes of a public id: a prefix and 26 letters of Crockford's base32.
func parseID(prefix, text string) ([]byte, bool) {
	letters, has := strings.CutPrefix(text, prefix)
	if !has || len(letters) != idLetterCount || letters[0] > '7' {
		return nil, false
	}
	var high, low uint64
	for _, letter := range []byte(letters) {
		value := strings.IndexByte(idLetters, letter)
		if value < 0 {
			return nil, false
		}
		high, low = high<<5|low>>59, low<<5|uint64(value)
	}
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, high), low), true
}

// octets decodes base64 in its one canonical spelling.
func octets(text string) ([]byte, bool) {
	decoded, err := base64.StdEncoding.Strict().DecodeString(text)
	return decoded, err == nil && base64.StdEncoding.EncodeToString(decoded) == text
}

func lowerHex(text string) ([]byte, bool) {
	decoded, err := hex.DecodeString(text)
	return decoded, err == nil && hex.EncodeToString(decoded) == text
}
