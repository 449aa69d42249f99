"""The README's diagram from Python by the C library, compared with the table that the command wrote; nothing but Python is needed. Run it with:
python3 samples/native_diagram.py native/libphasegan.so diagram/diagram.csv
"""

import csv
import ctypes
import sys
from collections import Counter

Doubles = ctypes.POINTER(ctypes.c_double)
Progress = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p)


class Points(ctypes.Structure):
    _fields_ = [("count", ctypes.c_int32), ("features", ctypes.c_int32)] + [
        (name, Doubles) for name in ("lambda_", "lambda_fake", "tau", "tau_tilde", "eta_t", "eta_g")] + [("batch", ctypes.POINTER(ctypes.c_int32))]


class Axis(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("count", ctypes.c_int32), ("values", Doubles)]


class Work(ctypes.Structure):
    _fields_ = [("threads", ctypes.c_int32), ("progress", Progress), ("user", ctypes.c_void_p)]


class Labels(ctypes.Structure):
    _fields_ = [("phases", ctypes.POINTER(ctypes.c_int32)), ("recoveries", Doubles), ("attractors", ctypes.c_char_p)]


class PhaseGan:
    def __init__(self, library):
        self.library = ctypes.CDLL(library)
        self.library.phasegan_version.restype = self.library.phasegan_phase_name.restype = ctypes.c_char_p
        self.library.phasegan_space.argtypes = [ctypes.c_double, ctypes.c_double, ctypes.c_int32, ctypes.c_int32, Doubles]

    def check(self, result):
        if result != 0:
            text = ctypes.create_string_buffer(self.library.phasegan_error(None, 0) + 1)
            self.library.phasegan_error(text, len(text))
            raise (ValueError if result == 1 else RuntimeError)(text.value.decode())

    def space(self, minimum, maximum, count):
        values = (ctypes.c_double * count)()
        self.check(self.library.phasegan_space(minimum, maximum, count, 0, values))
        return values

    def sweep(self, point, x, y, progress=None):
        """Phases and recoveries of a grid, row by row upwards; x and y are a name and its values."""
        numbers = {name: (ctypes.c_double * len(values))(*values) for name, values in point.items()}
        points = Points(1, len(numbers["lambda_"]), **numbers)
        cells = len(x[1]) * len(y[1])
        phases, recoveries = (ctypes.c_int32 * cells)(), (ctypes.c_double * (cells * points.features))()
        axes = [ctypes.byref(Axis(name.encode(), len(values), values)) for name, values in (x, y)]
        work = Work(0, Progress(progress) if progress else Progress(), None)
        self.check(self.library.phasegan_sweep(ctypes.byref(points), *axes, ctypes.byref(work), ctypes.byref(Labels(phases, recoveries, None))))
        return [self.library.phasegan_phase_name(phase).decode() for phase in phases], list(recoveries)


if __name__ == "__main__":
    gan = PhaseGan(sys.argv[1])
    alpha, eta = gan.space(0.02, 4, 64), gan.space(0.1, 2.6, 64)
    phases, recoveries = gan.sweep({"lambda_": [1], "tau": [0.2], "tau_tilde": [0.04], "eta_t": [1], "eta_g": [1]}, ("alpha", alpha), ("eta", eta))
    print("PhaseGan", gan.library.phasegan_version().decode(), dict(Counter(phases)))
    if len(sys.argv) > 2:
        with open(sys.argv[2], newline="") as table:
            rows = list(csv.DictReader(table))
        same = [(float(r["alpha"]), float(r["eta"]), r["phase"], float(r["recovery_1"] or -1)) for r in rows] == [
            (a, e, phases[k], recoveries[k]) for k, (e, a) in enumerate((e, a) for e in eta for a in alpha)]
        print(len(rows), "cells,", "identical" if same else "not identical")
        sys.exit(0 if same else 1)
