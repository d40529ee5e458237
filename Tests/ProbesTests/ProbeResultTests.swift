import Probes
import Testing
