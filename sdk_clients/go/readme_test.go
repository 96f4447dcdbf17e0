package client

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lines drops the margin of each line: an excerpt of a function is written without its indent.
func lines(text string) string {
	kept := []string{}
	for line := range strings.Lines(text) {
		kept = append(kept, strings.TrimSpace(line))
	}
	return strings.Join(kept, "\n")
}

// What the README shows is what the examples do, line for line, and those are run against a server.
func TestEveryBlockOfTheReadmeStandsInAnExample(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("examples/*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		examples.WriteString(lines(string(text)) + "\n")
	}
	blocks := strings.Split(string(readme), "```go\n")[1:]
	if len(blocks) < 6 {
		t.Fatalf("the README has %d blocks of Go", len(blocks))
	}
	for _, block := range blocks {
		code, _, _ := strings.Cut(block, "\n```")
		if !strings.Contains(examples.String(), lines(code)) {
			t.Errorf("no example has\n%s", code)
		}
	}
}
