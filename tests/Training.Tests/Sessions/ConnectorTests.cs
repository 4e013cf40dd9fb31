using Fusion.Compiler.Differentiate;
using Fusion.Training.Tests.Alignments;

namespace Fusion.Training.Tests.Sessions;

/// <summary>Connectors in checkpoints, and on their way to alignments that stand alone.</summary>
public sealed class ConnectorTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void An_alignment_takes_its_own_of_all_connectors()
    {
        StateDict connectors = Save();
        using FirstConnector first = FirstConnector.Start(connectors);
        using SecondConnector second = SecondConnector.Start(connectors);
        Assert.True(first.Weights()["FirstConnector.weight"].Values.SequenceEqual(connectors["FirstConnector.weight"].Values));
        Assert.True(second.Weights()["SecondConnector.norm.weight"].Values.SequenceEqual(connectors["SecondConnector.norm.weight"].Values));
        using FirstConnector third = FirstConnector.Start(StateDict.Load(_path));
        Assert.True(third.Weights()["FirstConnector.weight"].Values.SequenceEqual(connectors["FirstConnector.weight"].Values));
    }

    [Fact]
    public void A_tensor_of_its_own_that_an_alignment_does_not_have_is_named()
    {
        StateDict connectors = Save();
        connectors.Add("FirstConnector.norm.weight", [1], [1]);
        Assert.Equal("FirstConnector.norm.weight: unexpected; F32 [1] was found, and FirstConnector has no such tensor.",
            Assert.Single(Assert.Throws<WeightsException>(() => FirstConnector.Start(connectors)).Problems));
    }

    [Fact]
    public void A_training_without_an_alignment_begins_with_the_weights_of_one_that_had_it()
    {
        StateDict connectors = Save();
        string message = Assert.Throws<WeightsException>(() => NoneOfThem.Connected.Resume(_path)).Message;
        Assert.EndsWith("Its weights are what Connected.Start takes, for a training that begins with them: StateDict.Load.", message);
        StateDict checkpoint = StateDict.Load(_path);
        using NoneOfThem.Connected none = NoneOfThem.Connected.Start(checkpoint);
        Assert.True(none.Weights()["narrow.weight"].Values.SequenceEqual(checkpoint["narrow.weight"].Values));
        using Stout teacher = Stout.Initialize(seed: 1);
        using OneOfThem.Connected one = OneOfThem.Connected.Start(teacher, checkpoint);
        Assert.Equal(["SecondConnector"], one.Connectors().Tensors.Select(tensor => tensor.Name.Split('.')[0]).Distinct());
        Assert.True(
            one.Connectors()["SecondConnector.weight"].Values.SequenceEqual(connectors["SecondConnector.weight"].Values));
    }

    [Fact]
    public void Advice_is_given_only_where_it_helps()
    {
        Save();
        string message = Assert.Throws<WeightsException>(() => OfAnotherNetwork.Connected.Resume(_path)).Message;
        Assert.Contains("Nor do its weights fit, with which Connected.Start would begin a training: hidden.weight: missing", message);
        Assert.DoesNotContain("StateDict.Load", message);
        message = Assert.Throws<WeightsException>(() => OfAPart.Connected.Resume(_path)).Message;
        Assert.Contains("Its weights are what Connected.Start takes with new NetworkOptions { Strict = false }", message);
        using OfAPart.Connected part = OfAPart.Connected.Start(StateDict.Load(_path), new NetworkOptions { Strict = false });
        Assert.Equal(0, part.StepCount);
    }

    [Fact]
    public void The_declaration_is_in_words()
    {
        Save();
        string declared = StateDict.Load(_path).Metadata["fusion.declaration"];
        Assert.Contains("FirstConnector: MeanSquaredError", declared);
        Assert.Contains(", connector with bias + SecondConnector: MeanSquaredError", declared);
        Assert.Contains(", connector with BatchNorm and Relu, Sgd of", declared);
        Assert.Contains(declared, Assert.Throws<WeightsException>(() => NoneOfThem.Connected.Resume(_path)).Message);
    }

    /// <summary>In the text of records, as it was when there were no words: the checkpoints that there are go on.</summary>
    [Fact]
    public void Checkpoints_are_compared_as_before()
    {
        Assert.Equal("ConnectorSpec { Bias = , HasNorm = False, Activation = None }", new ConnectorSpec().ComparedDeclaration);
        Assert.Equal("ConnectorSpec { Bias = False, HasNorm = True, Activation = Relu }",
            new ConnectorSpec(Bias: false, HasNorm: true, "Relu").ComparedDeclaration);
        Assert.Equal("connector without bias", new ConnectorSpec(Bias: false).Declaration);
        Assert.Equal("connector with bias, BatchNorm and Relu", new ConnectorSpec(Bias: true, HasNorm: true, "Relu").Declaration);
    }

    [Fact]
    public void An_alignment_without_a_connector_speaks_of_none()
    {
        using UnconnectedAlignment alignment = UnconnectedAlignment.Start(seed: 1);
        float[] student = new float[6 * 5 * 20], teacher = new float[6 * 5 * 20];
        Array.Fill(student, 1e20f);
        Array.Fill(teacher, 1f);
        string message = Assert.Throws<TrainingException>(() => alignment.Forward(student, teacher)).Message;
        Assert.EndsWith("not a finite number. The features are finite; look for huge ones.", message);
        student[1] = float.NaN;
        message = Assert.Throws<TrainingException>(() => alignment.Forward(student, teacher)).Message;
        Assert.EndsWith("not a finite number. The first value that is not finite: NaN in the student's features, sample 0.", message);
    }

    [Theory]
    [InlineData(1f, 1e36f, "and so is each value of the gradients, but they are too large to be squared",
        @"The largest value: -?\d\.\d+E\+\d\d")]
    [InlineData(1e12f, 3e38f, "but a gradient or a batch's statistic is not", "The first value that is not finite: -?(Infinity|NaN)")]
    public void A_gradient_of_an_alignment_is_named(float feature, float weight, string problem, string expected)
    {
        using FirstConnector alignment = FirstConnector.Start(seed: 1);
        float[] student = new float[6 * 5 * 7], teacher = new float[6 * 5 * 20], gradient = new float[student.Length];
        Array.Fill(student, feature);
        string message = Assert.Throws<TrainingException>(() => alignment.Backward(student, teacher, gradient, weight: weight)).Message;
        Assert.Contains(problem + ". The connector is as it was. A lower learning rate may help", message);
        Assert.Matches(expected + @" in the gradient of FirstConnector\.(weight|bias)\.$", message);
    }

    private StateDict Save()
    {
        using Stout teacher = Stout.Initialize(seed: 1);
        using Both.Connected training = Both.Connected.Start(teacher, seed: 2);
        training.Step(new float[6 * 5 * 3], [1], 0.01f);
        training.SaveCheckpoint(_path);
        return training.Connectors();
    }
}
