namespace Fusion.Training.Tests.Alignments;

/// <summary>Connectors that are merged into the layer before them.</summary>
public class FoldTests
{
    [Fact]
    public void Merged_student_gives_the_connected_features()
    {
        using SlimTraining training = Trained(out Stout teacher);
        using SlimAlignment alignment = SlimAlignment.Start(training.Connectors());
        StateDict merged = alignment.Fold(training.Weights());
        using Slim student = Slim.Load(training.Weights());
        using SlimMerged whole = SlimMerged.Load(merged);

        float[] image = Values(7, 6 * 5 * 3), logits = new float[4], found = new float[6 * 5 * 20], features;
        using (var taps = student.RunTapped(image, logits)) features = taps.Narrow.ToArray();
        whole.Run(image, found);
        ReadOnlySpan<float> weight = training.Connectors()["SlimAlignment.weight"].Values;
        ReadOnlySpan<float> bias = training.Connectors()["SlimAlignment.bias"].Values;
        for (int position = 0; position < 30; position++)
        {
            for (int output = 0; output < 20; output++)
            {
                double expected = bias[output];
                for (int i = 0; i < 7; i++) expected += (double)weight[output * 7 + i] * features[position * 7 + i];
                Assert.Equal(expected, found[position * 20 + output], 1e-5);
            }
        }
        teacher.Dispose();
    }

    /// <summary>In double precision and rounded once: the nearest float to the exact sum.</summary>
    [Fact]
    public void Merged_weights_are_rounded_once()
    {
        using SlimAlignment alignment = SlimAlignment.Start(seed: 3);
        StateDict student = NetworkWeights.Initialize(Slim.Description, seed: 4);
        StateDict merged = alignment.Fold(student), connector = alignment.Weights();
        float[] left = connector["SlimAlignment.weight"].Values.ToArray(), right = student["narrow.weight"].Values.ToArray();
        float[] found = merged["narrow.weight"].Values.ToArray();
        Assert.Equal([20, 10, 1, 1], merged["narrow.weight"].Dimensions);
        for (int row = 0; row < 20; row++)
        {
            for (int column = 0; column < 10; column++)
            {
                decimal sum = 0;
                for (int k = 0; k < 7; k++) sum += (decimal)(double)left[row * 7 + k] * (decimal)(double)right[k * 10 + column];
                Assert.Equal((float)sum, found[row * 10 + column]);
            }
        }
        Assert.Equal(student["stem.0.weight"].Values.ToArray(), merged["stem.0.weight"].Values.ToArray());
    }

    [Fact]
    public void The_plan_says_what_becomes_of_the_connector()
    {
        Assert.Contains(
            "SlimAlignment: the connector is no part of the student that runs, but Fold merges it into narrow and leaves out what was "
            + "trained to read it, head.weight, head.bias.",
            SlimAlignment.FusionPlan);
        Assert.Contains(
            "SlimAlignment: the connector is no part of the student that runs, but Fold merges it into narrow and leaves out what was "
            + "trained to read it, head.weight, head.bias.",
            SlimTraining.FusionPlan);
        Assert.Contains("PlainAlone: the connector is dropped, and the student runs without it, because the tap Stage shows the result of "
            + "BatchNorm, not of a 1×1 convolution or linear layer.", PlainAlone.FusionPlan);
        Assert.Contains("NormAlone: the connector is dropped, and the student runs without it, because it is not linear.",
            NormAlone.FusionPlan);
        Assert.Contains("ReverseAlone: the connector is dropped, and the student runs without it, because it is the teacher's.",
            ReverseAlone.FusionPlan);
        Assert.DoesNotContain("the connector", AttentionAlone.FusionPlan);
        Assert.Contains("in one sweep over blocks of", PlainAlone.FusionPlan);
    }

    [Fact]
    public void What_cannot_be_merged_says_so()
    {
        using PlainAlone plain = PlainAlone.Start(seed: 1);
        Assert.Contains("PlainAlone: the connector cannot be merged into a layer of the student",
            Assert.Throws<InvalidOperationException>(() => plain.Fold(new StateDict())).Message);
        using SlimAlignment alignment = SlimAlignment.Start(seed: 1);
        Assert.Contains("narrow.weight was not found among the student's weights",
            Assert.Throws<WeightsException>(() => alignment.Fold(new StateDict())).Message);
        StateDict merged = alignment.Fold(NetworkWeights.Initialize(Slim.Description, seed: 1));
        Assert.Contains("narrow.weight has 20 outputs; 7 were expected",
            Assert.Throws<WeightsException>(() => alignment.Fold(merged)).Message);
    }

    /// <summary>Also where the channels are as many as before, and everything would load: the head would read features that it has never
    /// seen.</summary>
    [Fact]
    public void What_reads_the_layer_is_left_out()
    {
        using EvenAlignment alignment = EvenAlignment.Start(seed: 1);
        StateDict student = NetworkWeights.Initialize(Even.Description, seed: 2), merged = alignment.Fold(student);
        Assert.Equal(["first.bias", "first.weight", "side.bias", "side.weight"],
            merged.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        Assert.Contains("last.weight", Assert.Throws<WeightsException>(() => Even.Load(merged)).Message);
    }

    [Fact]
    public void A_layer_that_is_applied_elsewhere_takes_no_connector()
    {
        using TwiceAlignment alignment = TwiceAlignment.Start(seed: 1);
        Assert.Throws<InvalidOperationException>(() => alignment.Fold(NetworkWeights.Initialize(Twice.Description, seed: 2)));
        Assert.Contains("because layer is applied elsewhere, too.", TwiceAlignment.FusionPlan);
    }

    private static SlimTraining Trained(out Stout teacher)
    {
        teacher = Stout.Initialize(seed: 1);
        SlimTraining training = SlimTraining.Start(teacher, seed: 2);
        training.Step(Values(5, 4 * 6 * 5 * 3), [0, 1, 2, 3], 0.05f);
        return training;
    }

    private static float[] Values(int seed, int count) => Array.ConvertAll(RandomValues.Normal(seed, count), value => (float)value);
}
