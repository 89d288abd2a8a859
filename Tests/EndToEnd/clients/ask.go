// Asks for one address with Go's own client and prints the headers of the answer:
//
//	go run ask.go URL CERTIFICATE [NAME:VALUE ...]
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
)

func main() {
	url, file := os.Args[1], os.Args[2]
	certificate, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(certificate)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: trusted}

	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, header := range os.Args[3:] {
		name, value, _ := strings.Cut(header, ":")
		request.Header.Set(name, value)
	}
	answer, err := transport.RoundTrip(request)
	if err != nil {
		log.Fatal(err)
	}
	answer.Body.Close()
	for name, values := range answer.Header {
		fmt.Printf("%s: %s\n", name, strings.Join(values, ", "))
	}
}
