// Command checker says whether a history of appends and reads is linearizable: whether some order of the operations,
// in which each takes effect between its call and its return, explains what every caller was told.
//
// It reads a file of JSON lines, one operation on one stream each, and prints its verdict as JSON.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

const timeLimit = 60 * time.Second

type step struct {
	Stream   string          `json:"stream"`
	Call     int64           `json:"call"`
	Return   *int64          `json:"return"`
	Outcome  string          `json:"outcome"`
	Expected json.RawMessage `json:"expected"`
	Count    int             `json:"count"`
	Version  int             `json:"version"`
}

type verdict struct {
	Verdict    string `json:"verdict"`
	Operations int    `json:"operations"`
	Reason     string `json:"reason"`
}

// A stream is its version: -1 as long as it has no events. What a caller does not know has happened, or has not.
var stream = porcupine.NondeterministicModel{
	Init: func() []interface{} { return []interface{}{-1} },
	Step: func(state, input, _ interface{}) []interface{} {
		return after(state.(int), input.(step))
	},
	DescribeOperation: func(input, _ interface{}) string { return fmt.Sprintf("%+v", input) },
}

func after(version int, s step) []interface{} {
	appended := version + s.Count
	isExpected := meets(s.Expected, version)
	switch s.Outcome {
	case "stored":
		if isExpected && appended == s.Version {
			return []interface{}{appended}
		}
	case "conflict":
		if !isExpected && version == s.Version {
			return []interface{}{version}
		}
	case "version":
		if version == s.Version {
			return []interface{}{version}
		}
	case "unknown":
		if isExpected {
			return []interface{}{version, appended}
		}
		return []interface{}{version}
	}
	return nil
}

func meets(expected json.RawMessage, version int) bool {
	switch string(expected) {
	case `"any"`:
		return true
	case `"no_stream"`:
		return version == -1
	case `"stream_exists"`:
		return version >= 0
	default:
		return string(expected) == fmt.Sprint(version)
	}
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: checker HISTORY")
	}
	streams, count := read(os.Args[1])
	result := verdict{Verdict: "linearizable", Operations: count}
	var illegal, unjudged []string
	model := stream.ToModel()
	for name, operations := range streams {
		switch porcupine.CheckOperationsTimeout(model, operations, timeLimit) {
		case porcupine.Illegal:
			illegal = append(illegal, name)
		case porcupine.Unknown:
			unjudged = append(unjudged, name)
		}
	}
	if len(unjudged) > 0 {
		result.Verdict, result.Reason = "unjudged", "too long for "+strings.Join(unjudged, ", ")
	}
	if len(illegal) > 0 {
		result.Verdict, result.Reason = "illegal", "no order explains "+strings.Join(illegal, ", ")
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		log.Fatal(err)
	}
}

func read(path string) (map[string][]porcupine.Operation, int) {
	file, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	streams := map[string][]porcupine.Operation{}
	count := 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for ; lines.Scan(); count++ {
		var s step
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			log.Fatalf("line %d of %s: %v", count+1, path, err)
		}
		end := int64(math.MaxInt64)
		if s.Return != nil {
			end = *s.Return
		}
		streams[s.Stream] = append(streams[s.Stream], porcupine.Operation{
			ClientId: count, Input: s, Call: s.Call, Return: end,
		})
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	return streams, count
}
