namespace Barograph.Model;

/// <summary>What a person may do. Stored as numbers: add, never change.</summary>
public enum AccountRole
{
    Owner = 0,
}
