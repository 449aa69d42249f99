using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>Rules on every public record: equal by value, readable as text, whole from JSON or not at all, and never with a part that is null.</summary>
public sealed class PublicRecordTests
{
    public static TheoryData<Type> Records => [.. PublicRecords.Types];

    [Fact]
    public void TheRecordsOfAllLibrariesAreLookedAt() => Assert.InRange(PublicRecords.Types.Count, 40, int.MaxValue);

    [Theory]
    [MemberData(nameof(Records))]
    public void ARecord_EqualsAnotherOneOfTheSameParts_AndHasItsHash(Type type)
    {
        (object one, object same, object other) = PublicRecords.Triple(type);
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        // options are made with their defaults, which are the same in all
        if (type.GetConstructors().All(c => c.GetParameters().Length > 0))
            Assert.NotEqual(one, other);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void TheTextOfARecord_IsForAPersonToRead(Type type)
    {
        foreach (object record in PublicRecords.Samples(type))
        {
            string text = record.ToString()!;
            Assert.DoesNotContain("`", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"System\.|ImmutableArray|PhaseGan\.|\[\]\[|<>", text);
            foreach (PropertyInfo array in type.GetProperties().Where(p => p.PropertyType == typeof(ImmutableArray<double>) && text.Contains(p.Name, StringComparison.Ordinal)))
                Assert.Contains($"{array.Name} = [{string.Join(", ", ((ImmutableArray<double>)array.GetValue(record)!).Select(Csv.Number))}]", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void ARecord_ComesBackFromJsonAsItWas_OrIsRefused(Type type)
    {
        object record = PublicRecords.Make(type, 0);
        object? back;
        try
        {
            back = JsonSerializer.Deserialize(JsonSerializer.Serialize(record, type), type);
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or JsonException or ArgumentException)
        {
            return;
        }
        Assert.Equal(record, back);
    }

    [Fact]
    public void AShard_AVerdictAndProgress_ComeBackFromJson()
    {
        Assert.Equal(new SweepShard(3, 7), JsonSerializer.Deserialize<SweepShard>(JsonSerializer.Serialize(new SweepShard(3, 7))));
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize<SweepShard>("""{"Index":9,"Count":7}"""));
        var verdict = new PhaseVerdict(Phase.Fail, "Deceived", [0.1, 0.2], ["a", ""], "because");
        Assert.Equal(verdict, JsonSerializer.Deserialize<PhaseVerdict>(JsonSerializer.Serialize(verdict)));
        Assert.Equal(new SweepProgress(1, 3), JsonSerializer.Deserialize<SweepProgress>(JsonSerializer.Serialize(new SweepProgress(1, 3))));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void APartThatIsNull_IsRefusedWhenTheRecordIsMade_AndNamed(Type type)
    {
        var nullability = new NullabilityInfoContext();
        foreach (ConstructorInfo constructor in type.GetConstructors())
        {
            ParameterInfo[] parameters = constructor.GetParameters();
            for (int k = 0; k < parameters.Length; k++)
            {
                Type part = parameters[k].ParameterType;
                bool isArray = part.IsGenericType && part.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
                if (!isArray && (part.IsValueType || nullability.Create(parameters[k]).WriteState != NullabilityState.NotNull))
                    continue;
                object?[] arguments = [.. parameters.Select(p => PublicRecords.Make(p.ParameterType, 0))];
                arguments[k] = isArray ? Activator.CreateInstance(part) : null;
                var e = Assert.Throws<TargetInvocationException>(() => constructor.Invoke(arguments));
                Assert.Equal(parameters[k].Name, Assert.IsAssignableFrom<ArgumentException>(e.InnerException).ParamName);
            }
        }
    }

    [Fact]
    public void TwoClassificationsOfOnePoint_AreEqual()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.04, 2, 2);
        var classifier = new OdePhaseClassifier();
        PhaseVerdict one = classifier.Classify(gan), again = classifier.Classify(gan);
        Assert.NotSame(one, again);
        Assert.Equal(one, again);
        Assert.Equal(one, new PhaseVerdict(one.Phase, one.Attractor, [.. one.Recovery], [.. one.Evidence], one.Reason));
        Assert.Equal(one.GetHashCode(), new PhaseVerdict(one.Phase, one.Attractor, [.. one.Recovery], [.. one.Evidence], one.Reason).GetHashCode());
        Assert.NotEqual(one, one with { Evidence = one.Evidence.SetItem(0, "another") });
        Assert.NotEqual(one, one with { Recovery = one.Recovery.SetItem(0, 0.125) });
    }

    [Fact]
    public void AVerdictOfNoPhase_OrWithoutAWord_CannotBeMade()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhaseVerdict((Phase)5, "", [], []));
        Assert.Throws<ArgumentNullException>(() => new PhaseVerdict(Phase.Fail, "", [], ["a", null!]));
        Assert.Throws<ArgumentNullException>(() => new PhaseVerdict(Phase.Fail, "", [], []) with { Evidence = default });
        Assert.Throws<ArgumentNullException>(() => new PhaseVerdict(Phase.Fail, "", [], []) with { Attractor = null! });
    }
}
