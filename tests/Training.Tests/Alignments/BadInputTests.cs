namespace Fusion.Training.Tests.Alignments;

/// <summary>What an alignment that stands alone refuses.</summary>
public class BadInputTests
{
    private const int Student = 4 * 6 * 6 * 16, Teacher = 4 * 6 * 6 * 48;

    private readonly float[] _student = new float[Student], _teacher = new float[Teacher], _gradient = new float[Student];

    [Fact]
    public void Lengths_must_be_those_of_a_batch()
    {
        using PlainAlone session = PlainAlone.Start(seed: 1);
        Assert.Equal(4, PlainAlone.BatchSize);
        Assert.Contains($"student: 3 values were given; {Student} were expected, a batch of 4 samples.",
            Assert.Throws<ArgumentException>(() => session.Forward(new float[3], _teacher)).Message);
        Assert.Contains($"teacher: {Student} values were given; {Teacher} were expected",
            Assert.Throws<ArgumentException>(() => session.Forward(_student, _student)).Message);
        Assert.Contains("studentGradient: 0 values were given",
            Assert.Throws<ArgumentException>(() => session.Backward(_student, _teacher, [])).Message);
        Assert.Contains("teacherGradient: 1 values were given",
            Assert.Throws<ArgumentException>(() => session.Backward(_student, _teacher, _gradient, new float[1])).Message);
        Assert.Contains("overlap in memory",
            Assert.Throws<ArgumentException>(() => session.Backward(_student, _teacher, _student)).Message);
    }

    [Fact]
    public void Overlaps_are_said_by_the_names_of_the_parameters()
    {
        using PlainAlone session = PlainAlone.Start(seed: 1);
        ArgumentException found = Assert.Throws<ArgumentException>(() => session.Backward(_student, _teacher, _student));
        Assert.Equal("studentGradient", found.ParamName);
        Assert.StartsWith("student and studentGradient overlap in memory: studentGradient needs memory of its own", found.Message);
        found = Assert.Throws<ArgumentException>(() => session.Backward(_student, _teacher, _gradient, _teacher));
        Assert.Equal("teacherGradient", found.ParamName);
    }

    [Fact]
    public void Forward_says_where_a_value_is_not_finite_as_well()
    {
        using PlainAlone session = PlainAlone.Start(seed: 1);
        _teacher[Teacher / 4 * 2 + 5] = float.PositiveInfinity;
        const string expected = "The first value that is not finite: Infinity in the teacher's features, sample 2.";
        Assert.Contains(expected, Assert.Throws<TrainingException>(() => session.Forward(_student, _teacher)).Message);
        Assert.Contains(expected, Assert.Throws<TrainingException>(() => session.Backward(_student, _teacher, _gradient)).Message);
        _student[1] = float.NaN;
        Assert.Contains("NaN in the student's features, sample 0",
            Assert.Throws<TrainingException>(() => session.Step(_student, _teacher, _gradient, 0.1f)).Message);
    }

    [Fact]
    public void A_fit_names_the_features_that_are_wrong()
    {
        using PlainAlone session = PlainAlone.Start(seed: 1);
        Assert.Equal("student", Assert.Throws<ArgumentException>(
            () => session.FitLeastSquares(_student.AsSpan(3), _teacher)).ParamName);
        Assert.Equal("student", Assert.Throws<ArgumentException>(
            () => session.FitLeastSquares(_student.AsSpan(16), _teacher)).ParamName);
        Assert.Equal("teacher", Assert.Throws<ArgumentException>(
            () => session.FitLeastSquares(_student, _teacher.AsSpan(48))).ParamName);
    }

    [Fact]
    public void Weights_must_be_its_own()
    {
        Assert.Contains("PlainAlone.weight", Assert.Throws<WeightsException>(() => PlainAlone.Start(new StateDict())).Message);
        using OddAlone other = OddAlone.Start(seed: 1);
        Assert.Contains("OddAlone.weight", Assert.Throws<WeightsException>(() => PlainAlone.Start(other.Weights())).Message);
        Assert.Contains("features.1.weight was not found among the teacher's weights",
            Assert.Throws<WeightsException>(() => MarginAlone.Start(new StateDict())).Message);
    }

    [Fact]
    public void Numbers_must_be_finite_and_change_nothing_where_they_are_not()
    {
        using PlainAlone session = PlainAlone.Start(seed: 1);
        float[] before = session.Weights()["PlainAlone.weight"].Values.ToArray();
        _student[5] = float.NaN;
        Assert.Contains("the loss is NaN, not a finite number",
            Assert.Throws<TrainingException>(() => session.Step(_student, _teacher, _gradient, 0.1f)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Step(_student, _teacher, _gradient, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Step(_student, _teacher, _gradient, 3e38f));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Backward(_student, _teacher, _gradient, weight: float.NaN));
        Assert.True(before.AsSpan().SequenceEqual(session.Weights()["PlainAlone.weight"].Values));
        Assert.Equal(0, session.StepCount);
    }

    [Fact]
    public void Parameters_are_named()
    {
        using PlainAlone session = PlainAlone.Start(seed: 1);
        Assert.Contains("PlainAlone has no parameter 'weight', but PlainAlone.weight, PlainAlone.bias",
            Assert.Throws<ArgumentException>(() => session.GetParameter("weight", new float[1])).Message);
        Assert.Contains("values: 1 were given; PlainAlone.bias has 48. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => session.SetParameter("PlainAlone.bias", new float[1])).Message);
        Assert.Contains("finite numbers were expected", Assert.Throws<ArgumentException>(
            () => session.SetParameter("PlainAlone.bias", Enumerable.Repeat(float.NaN, 48).ToArray())).Message);
        float[] bias = [.. Enumerable.Range(0, 48)], found = new float[48];
        session.SetParameter("PlainAlone.bias", bias);
        session.GetParameter("PlainAlone.bias", found);
        Assert.Equal(bias, found);
        Assert.Equal(bias.Average(value => value * value), session.Forward(_student, _teacher), 1e-3f);
        Assert.Throws<ArgumentException>(() => session.Gradient("PlainAlone.scale").Length);
    }

    [Fact]
    public void A_disposed_alignment_says_so()
    {
        PlainAlone session = PlainAlone.Start(seed: 1);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Forward(_student, _teacher));
        Assert.Throws<ObjectDisposedException>(() => session.WeightGradient.Length);
    }

    [Fact]
    public void A_checkpoint_goes_on_with_the_same_bits()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            for (int i = 0; i < Student; i++) _student[i] = MathF.Sin(i);
            for (int i = 0; i < Teacher; i++) _teacher[i] = MathF.Cos(3 * i);
            using PlainAlone whole = PlainAlone.Start(seed: 1);
            whole.Step(_student, _teacher, _gradient, 0.01f);
            whole.SaveCheckpoint(path);
            using PlainAlone resumed = PlainAlone.Resume(path);
            for (int i = 0; i < 2; i++)
                Assert.Equal(whole.Step(_student, _teacher, _gradient, 0.01f), resumed.Step(_student, _teacher, _gradient, 0.01f));
            Assert.Equal(3, resumed.StepCount);
            Assert.Throws<WeightsException>(() => ReverseAlone.Resume(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
