#!/usr/bin/env python3
"""Work and results of Hairer's DOPRI5 (the Fortran code, through SciPy) on the Arenstorf orbit.

    python3 dopri5.py > dopri5.csv

made dopri5.csv with Python 3.11, NumPy 1.24 and SciPy 1.10. The problem is (0.1), (0.2) of Hairer, Norsett and Wanner, Solving Ordinary
Differential Equations I, 2nd ed., II.0: a satellite in the field of earth and moon, over one period, from the first step 1e-3 and with
beta = 0.04, rtol = atol = tol.

Columns: tol, accepted steps, evaluations, the four coordinates at the end.
"""
from scipy.integrate import ode

MU = 0.012277471
END = 17.0652165601579625588917206249


def field(t, y):
    field.calls += 1
    x, u, dx, du = y
    a = ((x + MU) ** 2 + u * u) ** 1.5
    b = ((x - 1 + MU) ** 2 + u * u) ** 1.5
    return [dx, du, x + 2 * du - (1 - MU) * (x + MU) / a - MU * (x - 1 + MU) / b, u - 2 * dx - (1 - MU) * u / a - MU * u / b]


print("tol,accepted,evaluations,x,y,dx,dy")
for tol in (1e-4, 1e-6, 1e-8, 1e-10, 1e-12):
    field.calls = 0
    times = []
    solver = ode(field).set_integrator("dopri5", rtol=tol, atol=tol, nsteps=100000, first_step=1e-3, beta=0.04)
    solver.set_solout(lambda t, y: times.append(t))
    solver.set_initial_value([0.994, 0, 0, -2.00158510637908252240537862224], 0)
    end = solver.integrate(END)
    print(f"{tol},{len(times) - 1},{field.calls}," + ",".join(repr(float(v)) for v in end))
