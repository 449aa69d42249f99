using Xunit;

namespace PhaseGan.Tests;

/// <summary>What is written out for one and two features does the operations of what is written for any number, in their order: the bits are the same.</summary>
public sealed class StraightLineTests
{
    private const int Width = 8;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    public void TheStepOfTheChain_IsThatOfAnyNumberOfFeatures(int d, int batch)
    {
        var random = new Random(3 * d + batch);
        var gan = new GanParameters([.. Enumerable.Range(1, d).Select(l => l + 0.5)], [.. Enumerable.Range(1, d).Select(l => 0.4 * l + 1)], 0.2, 0.3, 1.2, 0.7, batch);
        var run = new StepNumbers(gan, 60, 9);
        AlignedBuffer Normals(int numbers)
        {
            var buffer = new AlignedBuffer(numbers);
            foreach (ref double x in buffer.Span)
                x = random.NextDouble() * 2 - 1;
            return buffer;
        }

        AlignedBuffer one = Normals(Width * GramKernel.StateSize(d)), any = new(one.Span.Length), work = new(Width * GramKernel.WorkSize(d));
        one.Span.CopyTo(any.Span);
        for (int step = 0; step < 200; step++)
        {
            AlignedBuffer noise = Normals(StepNoise.Stride * GramKernel.NoiseSize(run));
            foreach (ref double chiSquare in noise.Span.Slice(StepNoise.Stride * (run.ScalarNormals + 2 * d + 1), StepNoise.Stride))
                chiSquare = 50 + 10 * chiSquare;
            var normals = new StepNormals<LanesPlain>(AlignedBuffer.As<LanesPlain>(noise.Span));
            GramKernel.Step(run, default(LinearUnitNorm), default(GaussianCodes), AlignedBuffer.As<LanesPlain>(one.Span), AlignedBuffer.As<LanesPlain>(work.Span), normals);
            GramKernel.StepOfAny(run, default(LinearUnitNorm), default(GaussianCodes), AlignedBuffer.As<LanesPlain>(any.Span), AlignedBuffer.As<LanesPlain>(work.Span), normals);
            Assert.Equal(Bits(any), Bits(one));
        }
    }

    [Fact]
    public void MovingVectorsInOnePass_IsMovingThemOneAfterTheOther()
    {
        const int N = 48;
        var random = new Random(5);
        double[] Vector() => [.. Enumerable.Range(0, N).Select(_ => random.NextDouble() - 0.5)];
        double[] w = Vector(), g = Vector(), u1 = Vector(), v1 = Vector(), u2 = Vector(), v2 = Vector();
        FeatureWeights first = new(0.3, -0.7, 0.9, 0.11), second = new(-0.2, 0.4, 1.1, -0.13);

        double[] onlyW = [.. w], onlyV = [.. v1], bothW = [.. w], both1 = [.. v1], both2 = [.. v2];
        Vectors<LanesPlain>.MoveOne(0.8, onlyW, 0.05, g, u1, onlyV, first);
        Vectors<LanesPlain>.MoveTwo(0.8, bothW, 0.05, g, u1, both1, first, u2, both2, second);

        double[] next = new double[N];
        Vectors<LanesPlain>.Combine(0.8, w, 0.05, g, next);
        Vectors<LanesPlain>.Feature(u1, v1, first, w, next);
        Assert.Equal(next, onlyW);
        Assert.Equal(v1, onlyV);
        Vectors<LanesPlain>.Feature(u2, v2, second, w, next);
        Assert.Equal(next, bothW);
        Assert.Equal(v1, both1);
        Assert.Equal(v2, both2);
    }

    private static long[] Bits(AlignedBuffer buffer) => [.. buffer.Span.ToArray().Select(BitConverter.DoubleToInt64Bits)];
}
