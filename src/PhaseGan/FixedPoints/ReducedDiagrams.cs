using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Bifurcation diagrams of the reduced ODE over one of its parameters.</summary>
public static class ReducedDiagrams
{
    extension(BifurcationDiagram)
    {
        /// <summary>All branches of fixed points and of cycles of the reduced ODE (13) within a window of a parameter, from every fixed point that <see cref="FixedPointFinder"/> finds at some of its values.</summary>
        /// <remarks>
        /// Branches that are images of one another under sign flips are followed once, for up to <see cref="ReducedFixedPoints.MaxFlipFeatures"/> features, and of a family of fixed points one member is: at a Hopf point of
        /// one member alone nothing need be born.
        /// </remarks>
        /// <param name="parameter">Name of the parameter.</param>
        /// <param name="parameters">The parameters of the GAN at a value: a pure function that keeps the number of features.</param>
        /// <param name="lower">Lower end of the window.</param>
        /// <param name="upper">Upper end, above the lower one.</param>
        /// <param name="options">Defaults if null; its seeds come besides, its images in place of the sign flips, and unless it has a box, none is searched.</param>
        /// <param name="cancellationToken">Looked at before each step.</param>
        /// <exception cref="ArgumentNullException">The function is null.</exception>
        /// <exception cref="ArgumentException">The name is empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or the window is reversed.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        public static BifurcationDiagram Of(
            string parameter, Func<double, GanParameters> parameters, double lower, double upper, BifurcationDiagramOptions? options = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(parameters);
            options ??= BifurcationDiagramOptions.Default;
            FieldFamily family = FieldFamily.Of(parameter, value => new ReducedOde(parameters(value)));
            Func<double, IEnumerable<IReadOnlyList<double>>>? own = options.Seeds;
            Func<ImmutableArray<double>, IEnumerable<ImmutableArray<double>>>? images = options.Images;
            ReducedOde? any = null;
            return BifurcationDiagram.Of(family, [], lower, upper, options with
            {
                Starts = options.LowerCorner.IsEmpty ? 0 : options.Starts,
                Seeds = value => Found(value).Concat(own?.Invoke(value) ?? []),
                Images = images ?? (state => ReducedFixedPoints.Images(any ??= (ReducedOde)family.At(lower), state)),
            }, cancellationToken);

            IEnumerable<IReadOnlyList<double>> Found(double value)
            {
                var ode = (ReducedOde)family.At(value);
                any = ode;
                return FixedPointFinder.Find(ode, cancellationToken: cancellationToken).Orbits
                    .SelectMany(o => images is null ? [o.Representative.Coordinates] : ReducedFixedPoints.Images(ode, o.Representative.Coordinates)).Select(y => (IReadOnlyList<double>)y);
            }
        }
    }
}
