package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
)

func TestEachStatusHasItsType(t *testing.T) {
	is := map[int]func(error) bool{
		400: as[*InvalidRequest], 422: as[*InvalidRequest], 401: as[*AuthenticationError], 403: as[*PermissionDenied],
		404: as[*NotFound], 409: as[*Conflict], 429: as[*RateLimited], 500: as[*ServerError], 503: as[*ServerError],
	}
	for code, of := range is {
		err := failureOf(t, problemOf(code, "word"))
		if !of(err) || !as[*APIError](err) || !as[Error](err) {
			t.Errorf("%d is %#v", code, err)
		}
	}
	if err := failureOf(t, problemOf(418, "teapot")); !as[*APIError](err) || as[*InvalidRequest](err) || as[*ServerError](err) {
		t.Errorf("418 is %#v", err)
	}
}

func as[T error](err error) bool {
	var found T
	return errors.As(err, &found)
}

func failureOf(t *testing.T, answer http.HandlerFunc) error {
	t.Helper()
	c, _ := serving(t, answer).client(t, WithMaxRetries(0))
	_, err := c.Principal.Get(context.Background())
	return err
}

func TestABodyThatIsNoProblemStillHasStatusAndRequestID(t *testing.T) {
	for _, body := range []string{"", "<html>502</html>", `[1,"not a problem"]`, "null", `{"code":5}`, `{"code":`} {
		var failed *APIError
		err := failureOf(t, status(404, body, "X-Request-Id", "req_9"))
		if !errors.As(err, &failed) || failed.Status != 404 || failed.RequestID != "req_9" || failed.Title != "Not Found" || failed.Code != "" {
			t.Errorf("%q is told as %#v", body, err)
		}
	}
}

func TestAnErrorSaysWhatAndWhereAndHowToMendIt(t *testing.T) {
	err := failureOf(t, status(400, `{"code":"invalid_request","detail":"It is wrong.","fix":"Mend it.","request_id":"req_7","errors":[{"field":"currency","reason":"Expected three letters.","fix":"INR"}]}`))
	for _, word := range []string{"400", "invalid_request", "It is wrong.", "Mend it.", "currency: Expected three letters.", "req_7"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q is missing in %q", word, err)
		}
	}
}

func TestAnAnswerThatIsHalfIsAnErrorAndNeverHalfAValue(t *testing.T) {
	c, _ := serving(t, status(200, `{"kind":"api_key","mode":`, "X-Request-Id", "req_8")).client(t)
	found, err := c.Principal.Get(context.Background())
	var unread *AnswerUnreadable
	if found != nil || !errors.As(err, &unread) || unread.RequestID != "req_8" {
		t.Fatal(found, err)
	}
}
